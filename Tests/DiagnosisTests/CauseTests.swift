import ProxyCore
import Testing

@testable import Diagnosis

@Suite("The likely cause follows from the evidence")
struct CauseTests {
    private static let minted = [Case.mint(Case.facts())]
    private static let accepted: ProxyEvent = .flowCompleted(Case.answered(200, flow: 7))

    private static func date(_ offset: Int64) -> [(String, String)] {
        [("Date", HTTPDateText.text(Case.sentAt.advanced(by: .seconds(offset))))]
    }

    // MARK: - Nothing said

    @Test(
        "Nothing is blamed for what went well, or what is none of a token's business",
        arguments: [200, 204, 302, 404, 429])
    func fine(status: Int) {
        let diagnosis = Case.diagnosis(of: Case.answered(status))
        #expect(diagnosis.cause == nil && diagnosis.sentence == nil && diagnosis.remedies.isEmpty)
        #expect(!diagnosis.findings.contains { $0.verdict == .evidence })
    }

    @Test("An audience that a host never answered with a 2xx is suspected, and so is the issuer")
    func neverAccepted() throws {
        let diagnosis = Case.diagnosis(of: Case.answered(401))
        #expect(diagnosis.cause == .audience)
        #expect(
            diagnosis.sentence?.plain.contains("may expect a different audience, or not know the token's issuer")
                == true)
        #expect(diagnosis.finding(.audience)?.verdict == .unknown)
        #expect(diagnosis.finding(.audience)?.more?.plain == "1 of 1 with B1 got 401; never a 2xx")
        #expect(diagnosis.finding(.issuer)?.verdict == .unknown)
    }

    @Test("An audience that the same host does accept is the better one")
    func otherAudience() throws {
        let other = AudienceSet("billing")
        let good = Case.answered(200, flow: 7, audiences: other)
        for status in [401, 403] {
            let diagnosis = Case.diagnosis(of: Case.answered(status), after: Self.minted + [.flowCompleted(good)])
            #expect(diagnosis.cause == .audience)
            #expect(diagnosis.sentence?.plain == "the upstream expects a different audience")
            #expect(diagnosis.finding(.audience)?.text.plain.contains("answered billing with a 2xx") == true)
        }
    }

    @Test("Where the upstream names the audience, the one that it takes is told and offered")
    func namedAudience() {
        let good = Case.answered(200, flow: 7, audiences: AudienceSet("billing"))
        let named = Case.answered(401, body: "invalid audience")
        let evidence = Case.evidence(of: named, after: Self.minted + [.flowCompleted(good)])
        let finding = Diagnosis(evidence).finding(.audience)
        #expect(finding?.text.plain.contains("upstream said \"invalid audience\"") == true)
        #expect(finding?.more?.plain == "this host answered billing with a 2xx")
        #expect(evidence.audienceWorthTrying == AudienceSet("billing"))
        let expired = Case.answered(401, body: "token expired")
        #expect(Case.evidence(of: expired, after: Self.minted + [.flowCompleted(good)]).audienceWorthTrying == nil)
        #expect(Case.evidence(of: named, after: Self.minted).audienceWorthTrying == nil)
    }

    @Test("However often an audience is refused, it is blamed only where somebody named it or the host takes another")
    func blamedAudience() {
        let refused = (2...6).map { ProxyEvent.flowCompleted(Case.answered(401, flow: $0)) }
        let other: ProxyEvent = .flowCompleted(Case.answered(200, flow: 7, audiences: AudienceSet("billing")))
        func verdict(_ end: FlowEnd, _ events: [ProxyEvent]) -> Verdict? {
            Case.diagnosis(of: end, after: Self.minted + events).finding(.audience)?.verdict
        }
        #expect(verdict(Case.answered(401), refused) == .unknown)
        #expect(verdict(Case.answered(401), refused + [other]) == .evidence)
        #expect(verdict(Case.answered(403), refused + [other]) == .evidence)
        #expect(verdict(Case.answered(401), refused + [other, Self.accepted]) == .fine)
        let named = Case.answered(401, body: "invalid audience")
        #expect(verdict(named, refused) == .evidence)
        let expired = Case.answered(401, body: "token expired")
        #expect(verdict(expired, refused + [other]) == .unknown)
    }

    @Test("A host that has accepted the token leaves the cause unknown, and says what to try")
    func unknown() {
        let diagnosis = Case.diagnosis(of: Case.answered(401), after: Self.minted + [Self.accepted])
        #expect(diagnosis.cause == .unknown)
        #expect(diagnosis.remedies.map(\.action) == [.bisect, .evidence, .verify])
        #expect(diagnosis.finding(.audience)?.more?.plain == "1 of 2 with this audience got 401, 1 a 2xx")
    }

    @Test(
        "A life near its end is over when it arrives",
        arguments: [(29, Cause.expired), (-3, .expired), (31, .unknown)] as [(Int64, Cause)])
    func shortLife(left: Int64, cause: Cause) {
        let sent = Case.sent(age: .seconds(3_600 - left))
        let diagnosis = Case.diagnosis(of: Case.answered(401, sent: sent), after: Self.minted + [Self.accepted])
        #expect(diagnosis.cause == cause)
        #expect(diagnosis.finding(.expiry)?.verdict == (cause == .expired ? .evidence : .fine))
    }

    // MARK: - Clocks

    @Test(
        "An upstream's clock is blamed beyond a minute, and where the token comes from its future",
        arguments: [
            (0, Cause.unknown, Verdict.fine), (2, .unknown, .fine), (-2, .unknown, .fine), (12, .unknown, .unknown),
            (-60, .unknown, .unknown), (-61, .clock, .evidence), (3_000, .clock, .evidence), (-500, .clock, .evidence),
        ] as [(Int64, Cause, Verdict)])
    func clock(offset: Int64, cause: Cause, verdict: Verdict) {
        let end = Case.answered(401, Self.date(offset))
        let diagnosis = Case.diagnosis(of: end, after: Self.minted + [Self.accepted])
        #expect(diagnosis.cause == cause)
        #expect(diagnosis.finding(.clock)?.verdict == verdict)
    }

    @Test("What counts is how far the upstream is from the issuer, not from this machine")
    func bothOff() {
        let offset: ProxyEvent = .clockMeasured(
            ClockMeasured(time: Case.sentAt, offset: .seconds(600), isCorrected: true))
        let end = Case.answered(401, Self.date(600))
        #expect(Case.diagnosis(of: end, after: Self.minted + [Self.accepted, offset]).cause == .unknown)
        let alone = Case.answered(401, Self.date(0))
        let diagnosis = Case.diagnosis(of: alone, after: Self.minted + [Self.accepted, offset])
        #expect(diagnosis.cause == .clock)
        #expect(diagnosis.sentence?.plain == "the upstream's clock is 10m behind the issuer's")
    }

    @Test("A token that is refused as expired and is not, is so by a clock that is ahead")
    func expiredElsewhere() {
        let fields = Self.date(3_300) + [("WWW-Authenticate", #"Bearer error_description="Jwt is expired""#)]
        #expect(Case.diagnosis(of: Case.answered(401, fields)).cause == .clock)
        let near = Self.date(0) + [("WWW-Authenticate", #"Bearer error_description="Jwt is expired""#)]
        let diagnosis = Case.diagnosis(of: Case.answered(401, near))
        #expect(diagnosis.cause == .expired)
        #expect(diagnosis.sentence?.plain == "the upstream takes the token for expired, although 52m28s were left")
    }

    @Test(
        "Without a Date to go by, the clock is unknown",
        arguments: [
            [], [("Date", "yesterday")], [("Date", "Sat, 21 Nov 2026 14:00:00 GMT"), ("Age", "60")],
        ] as [[(String, String)]])
    func noDate(fields: [(String, String)]) {
        #expect(Case.diagnosis(of: Case.answered(401, fields)).finding(.clock)?.verdict == .unknown)
    }

    @Test(
        "A clock that is late by no more than a token may be kept back is waited for; any other has to be set",
        arguments: [(-5, "--settle 7s"), (-28, "--settle 30s"), (-29, nil), (-30, nil), (-500, nil), (300, nil)]
            as [(Int64, String?)])
    func lateClock(_ row: (offset: Int64, setting: String?)) {
        let said = [("WWW-Authenticate", #"Bearer error_description="The token was issued in the future.""#)]
        let diagnosis = Case.diagnosis(of: Case.answered(401, Self.date(row.offset) + said), after: Self.minted)
        #expect(diagnosis.cause == .clock)
        #expect(diagnosis.remedies.first?.setting == row.setting)
        #expect((diagnosis.remedies.first?.action == .evidence) == (row.setting == nil))
        #expect(diagnosis.remedies.count == Diagnosis.remedyLimit)
    }

    // MARK: - Young tokens

    @Test("A token that is refused young and accepted later was too young, and nothing else")
    func young() throws {
        let refused = Case.answered(401, body: "Jwt verification fails", sent: Case.sent(age: .milliseconds(300)))
        let later = Case.answered(200, flow: 2, sent: Case.sent(age: .milliseconds(5_200)))
        var seen = Observations()
        for event in Self.minted + [.flowCompleted(refused), .flowCompleted(later)] { seen.absorb(event) }
        let diagnosis = Diagnosis(seen.evidence(of: refused))
        #expect(diagnosis.cause == .young)
        #expect(diagnosis.findings.first?.subject == .age)
        #expect(
            diagnosis.findings.first?.text.plain
                == "0.3s old when sent; #2 carried the same token at 5.2s and got a 2xx")
        #expect(diagnosis.sentence?.plain.hasSuffix("by at least 0.3s and it allows no leeway") == true)
        #expect(diagnosis.remedies.first?.text.plain.contains("leeway") == true)
        #expect(diagnosis.remedies.first?.setting == "--settle 6s")
    }

    @Test("A Date that says more than the age is believed, and less than two seconds of STS's own offset are nothing")
    func youngByDate() throws {
        let refused = Case.answered(
            401, Self.date(-5), body: "Jwt verification fails", sent: Case.sent(age: .milliseconds(300)))
        let later = Case.answered(200, flow: 2, sent: Case.sent(age: .milliseconds(5_200)))
        let offset = ProxyEvent.clockMeasured(
            ClockMeasured(time: Case.sentAt, offset: .milliseconds(-500), isCorrected: true))
        var seen = Observations()
        for event in Self.minted + [offset, .flowCompleted(refused), .flowCompleted(later)] { seen.absorb(event) }
        let diagnosis = Diagnosis(seen.evidence(of: refused))
        #expect(diagnosis.cause == .young)
        #expect(
            diagnosis.sentence?.plain.hasSuffix(
                "the upstream's clock is 5s behind the issuer's, and it allows no leeway")
                == true)
    }

    @Test("A token that was accepted when it was younger still is not refused for its youth")
    func acceptedYounger() {
        let refused = Case.answered(401, sent: Case.sent(age: .milliseconds(900)))
        let events = [200, 6_000].map { age in
            ProxyEvent.flowCompleted(Case.answered(200, flow: UInt64(age), sent: Case.sent(age: .milliseconds(age))))
        }
        #expect(Case.diagnosis(of: refused, after: Self.minted + events).cause == .unknown)
        #expect(Case.diagnosis(of: refused, after: Self.minted + events.suffix(1)).cause == .young)
    }

    @Test(
        "Age proves nothing of a token that was not young, or that was never accepted later",
        arguments: [(6_000, 200, "9c41e1"), (300, 401, "9c41e1"), (300, 200, "9c41e2")] as [(Int64, Int, String)])
    func notYoung(age: Int64, later: Int, print: String) {
        let refused = Case.answered(401, sent: Case.sent(age: .milliseconds(age)))
        let next = Case.answered(later, flow: 2, sent: Case.sent(print == "9c41e1" ? 1 : 2, age: .seconds(20)))
        var seen = Observations()
        for event in Self.minted + [.flowCompleted(refused), .flowCompleted(next)] { seen.absorb(event) }
        #expect(Diagnosis(seen.evidence(of: refused)).cause != .young)
    }

    // MARK: - Identity

    @Test("The first refusal of another identity is for what it is", arguments: [401, 403])
    func identity(status: Int) throws {
        let other = Case.facts(2, subject: "arn:aws:iam::123456789012:role/other")
        let events = Self.minted + [Self.accepted, Case.mint(other)]
        let diagnosis = Case.diagnosis(of: Case.answered(status, sent: Case.sent(2)), after: events)
        #expect(diagnosis.cause == .identity)
        let finding = try #require(diagnosis.finding(.identity))
        #expect(finding.verdict == .evidence)
        #expect(
            finding.text.plain.hasPrefix(
                "sub changed since B1 got a 2xx (#7); was arn:aws:iam::123456789012:role/dev-api"))
    }

    @Test("A renewed token of the same identity is not suspected for it")
    func sameIdentity() {
        let renewed = Case.facts(2, issuedAt: Case.issuedAt.advanced(by: .seconds(300)))
        let events = Self.minted + [Self.accepted, Case.mint(renewed)]
        let diagnosis = Case.diagnosis(of: Case.answered(401, sent: Case.sent(2)), after: events)
        #expect(diagnosis.finding(.identity)?.verdict == .fine)
        #expect(diagnosis.cause == .unknown)
    }

    // MARK: - The request

    @Test("A head that is too large is the cause where the status says so, or where nothing else is")
    func size() {
        #expect(Case.diagnosis(of: Case.answered(431), after: Self.minted + [Self.accepted]).cause == .size)
        var large = Case.answered(401)
        large.request = MessageCapture(
            startLine: "GET / HTTP/1.1",
            fields: [
                CapturedField(name: "Authorization", value: "Bearer <redacted, 1214 bytes>"),
                CapturedField(name: "Cookie", value: String(repeating: "x", count: 8_000)),
            ])
        let diagnosis = Case.diagnosis(of: large, after: Self.minted + [Self.accepted])
        #expect(diagnosis.cause == .size)
        #expect(diagnosis.finding(.size)?.text.plain == "token 1,214 B; header block 9,266 B")
    }

    @Test("Two credentials are one too many, and what was removed does not count")
    func header() {
        var doubled = Case.answered(401)
        let field = CapturedField(name: "authorization", value: "Bearer <redacted, 9 bytes>")
        doubled.request = MessageCapture(startLine: "GET / HTTP/1.1", fields: [field, field])
        #expect(Case.diagnosis(of: doubled, after: Self.minted + [Self.accepted]).cause == .header)
        let removed = CapturedField(name: "authorization", value: "Basic <redacted, 9 bytes>", change: .removed)
        doubled.request = MessageCapture(startLine: "GET / HTTP/1.1", fields: [field, removed])
        #expect(Case.diagnosis(of: doubled, after: Self.minted + [Self.accepted]).finding(.header)?.verdict == .fine)
    }

    @Test("An upstream that asks for another kind of credential is told of")
    func scheme() {
        let fields = [("WWW-Authenticate", #"Basic realm="billing""#), ("WWW-Authenticate", "Negotiate")]
        let diagnosis = Case.diagnosis(of: Case.answered(401, fields))
        #expect(diagnosis.cause == .scheme)
        #expect(diagnosis.finding(.header)?.text.plain.contains("asks for Basic, Negotiate") == true)
        let either = [("WWW-Authenticate", #"Basic realm="billing", Bearer"#)]
        #expect(Case.diagnosis(of: Case.answered(401, either)).cause == .audience)
    }

    @Test("407 is about a proxy, and its own challenge is read")
    func proxyAuthentication() {
        let diagnosis = Case.diagnosis(of: Case.answered(407, [("Proxy-Authenticate", #"Basic realm="corp""#)]))
        #expect(diagnosis.cause == .proxyAuthentication)
    }

    @Test("A token that this host takes, and 403, is a matter of rights")
    func forbidden() {
        #expect(Case.diagnosis(of: Case.answered(403), after: Self.minted + [Self.accepted]).cause == .policy)
        #expect(Case.diagnosis(of: Case.answered(403)).cause == .unknown)
    }

    @Test("An upstream's own failure is its own", arguments: [500, 502, 503, 504])
    func upstreamError(status: Int) {
        #expect(Case.diagnosis(of: Case.answered(status, body: "token expired")).cause == .upstreamError)
    }
}

/// A `Date` field's value, for tests alone.
enum HTTPDateText {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ time: WallTime) -> String {
        let parts = time.calendar()
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "Sat, \(two(parts.day)) \(months[parts.month - 1]) \(parts.year) \(time.clock(offset: 0)) GMT"
    }
}
