import ProxyCore
import Testing

@testable import Dashboard

@Suite("For which failed call a request got no token")
struct FlowReasonTests {
    private static let audiences = AudienceSet("https://a.example")

    private static func failed(_ code: String, at: String, flow: UInt64?) -> ProxyEvent {
        .tokenFailed(
            TokenFailed(
                time: Scenario.time(at), audiences: audiences, handle: TokenHandle(index: 0), reason: .first,
                attempt: 1, failure: MintFailure(kind: .denied, code: code, message: "no"),
                retryAt: Scenario.time("14:33:00"), took: .zero, waiters: 1, flow: flow.map { FlowID($0) },
                stillServing: nil))
    }

    private static func end(_ error: ProxyError?, status: Int = 502) -> FlowEnd {
        let start = FlowStart(
            id: FlowID(7), time: Scenario.time("14:31:00"), method: "GET", host: "a.example", path: "/",
            audiences: audiences)
        var end = FlowEnd(start: start, time: Scenario.time("14:31:10"))
        (end.status, end.error) = (status, error)
        return end
    }

    private static func reason(_ end: FlowEnd, after failures: [ProxyEvent]) throws -> FlowReason {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(Scenario.beginning + failures + [.flowStarted(end.start), .flowFailed(end)])
        return FlowReason(try #require(dashboard.shown.flows.record(of: end.start.id)), dashboard.scene)
    }

    private static let refused = {
        var error = ProxyError(.tokenUnavailable, "AccessDenied: no")
        error.refusalCode = "AccessDenied"
        return error
    }()

    struct Row: Sendable {
        let code: String
        let at: String
        let flow: UInt64?
        let accounts: Bool
    }

    @Test(
        "Its own call, one before its end, or a later one of the same kind; another's later and other refusal is not meant",
        arguments: [
            Row(code: "AccessDenied", at: "14:31:09", flow: 7, accounts: true),
            Row(code: "Throttling", at: "14:31:05", flow: 3, accounts: true),
            Row(code: "AccessDenied", at: "14:31:50", flow: 9, accounts: true),
            Row(code: "Throttling", at: "14:31:50", flow: 9, accounts: false),
            Row(code: "Throttling", at: "14:31:50", flow: 7, accounts: true),
        ])
    func accounts(_ row: Row) throws {
        let reason = try Self.reason(
            Self.end(Self.refused), after: [Self.failed(row.code, at: row.at, flow: row.flow)])
        #expect((reason.failedMint != nil) == row.accounts)
        #expect(reason.latestFailure != nil)
        #expect(reason.short == "no token: " + (row.accounts ? row.code : "AccessDenied: no"))
    }

    @Test("The latest failure is the one that is kept")
    func latest() throws {
        let reason = try Self.reason(
            Self.end(Self.refused),
            after: [
                Self.failed("AccessDenied", at: "14:31:02", flow: 7),
                Self.failed("Throttling", at: "14:31:08", flow: 8),
            ])
        #expect(reason.failedMint?.failure.code == "Throttling")
    }

    @Test("A request that failed for something else failed for no call")
    func others() throws {
        let failures = [Self.failed("AccessDenied", at: "14:31:09", flow: 7)]
        for error in [ProxyError(.upstreamUnavailable, "connection refused"), ProxyError(.mintingOff, "")] {
            #expect(try Self.reason(Self.end(error), after: failures).failedMint == nil)
        }
        #expect(try Self.reason(Self.end(Self.refused), after: []).failedMint == nil)
    }

    @Test("In a back-off, the line says after which refusal it is, and how long it lasts")
    func backOff() throws {
        var error = ProxyError(.tokenUnavailable, "AccessDenied: no")
        error.backOff = .milliseconds(3_200)
        let reason = try Self.reason(
            Self.end(error), after: [Self.failed("AccessDenied", at: "14:31:05", flow: 3)])
        #expect(reason.backOff == "back-off after AccessDenied, next try in 4s: STS was not asked")
        #expect(reason.short == "no token: back-off, next try in 4s; AccessDenied")
    }
}
