import ProxyCore
import Testing

@testable import Diagnosis

@Suite("History is counted by host and audience, and stays small")
struct HistoryTests {
    private func answered(_ status: Int, host: String, flow: UInt64 = 1, audiences: AudienceSet = Case.audiences)
        -> FlowEnd
    {
        var end = FlowEnd(start: Case.start(flow, host: host, audiences: audiences), time: Case.sentAt)
        (end.status, end.token) = (status, Case.sent())
        return end
    }

    @Test("Answers are counted by what they say of a token")
    func counts() throws {
        var history = HostHistory()
        for (flow, status) in [200, 401, 401, 403, 500, 204].enumerated() {
            history.ended(answered(status, host: "a", flow: UInt64(flow)), as: nil)
        }
        let own = try #require(history["a", Case.audiences])
        #expect((own.accepted, own.unauthorized, own.forbidden, own.others) == (2, 2, 1, 1))
        #expect(own.lastAccepted?.flow == FlowID(5))
        #expect(history["b", Case.audiences] == nil)
        #expect(history["a", AudienceSet("other")] == nil)
    }

    @Test("What carried no token, or never reached the upstream, does not count")
    func ignored() {
        var history = HostHistory()
        var end = answered(401, host: "a")
        end.token = nil
        history.ended(end, as: nil)
        history.ended(Case.refused(.upstreamUnavailable), as: nil)
        #expect(history.hosts == 0)
    }

    @Test("The hosts used longest ago are forgotten first")
    func hosts() {
        var history = HostHistory(capacity: 8)
        for number in 0..<8 { history.ended(answered(200, host: "h\(number)"), as: nil) }
        history.ended(answered(200, host: "h0"), as: nil)
        for number in 8..<100 {
            history.ended(answered(200, host: "h\(number)"), as: nil)
            #expect(history.hosts <= 8)
            history.ended(answered(200, host: "h0"), as: nil)
        }
        #expect(history["h0", Case.audiences] != nil)
        #expect(history["h1", Case.audiences] == nil)
    }

    @Test("A host with endless audiences costs a bounded amount")
    func audiences() {
        var history = HostHistory(capacity: 4)
        for number in 0..<1_000 {
            history.ended(answered(401, host: "a", audiences: AudienceSet("aud-\(number)")), as: nil)
        }
        #expect(history["a", AudienceSet("aud-0")] != nil)
        #expect(history["a", AudienceSet("aud-999")] == nil)
    }

    @Test("Of the tokens of an audience the last ones used are told apart")
    func tokens() {
        var own = AudienceHistory()
        for generation in 1...21 {
            own.answered(401, Case.sent(generation), flow: FlowID(UInt64(generation)), at: Case.sentAt, as: nil)
        }
        #expect(own.tokens.map(\.print) == (6...21).map { "9c41e\($0)" })
        #expect(own.unauthorized == 21)
    }

    @Test("The last failure is kept, for so many audience sets")
    func shelf() throws {
        var shelf = TokenShelf(capacity: 8)
        guard case .tokenFailed(let failure) = Case.failed("AccessDenied", .denied) else {
            return #expect(Bool(false), "no failure")
        }
        shelf.failed(failure)
        #expect(shelf.failure(of: Case.audiences) != nil)
        for number in 0..<100 { shelf.minted(Case.facts(audiences: AudienceSet("\(number)"))) }
        #expect(shelf.failure(of: Case.audiences) == nil)
        #expect(shelf.facts(Case.id(1), of: AudienceSet("99")) != nil)
    }
}
