import ProxyCore
import Testing

@testable import Diagnosis

@Suite("What was found out by asking")
struct ExperimentTests {
    static func check(
        _ verdict: TokenVerified.Verdict, _ fault: TokenVerified.Fault? = nil, print: String? = "9c41e1",
        keys: Bool = true
    ) -> TokenVerified {
        TokenVerified(
            audiences: Case.audiences, token: Case.id(), print: print,
            check: SignatureCheck(
                time: Case.sentAt, verdict: verdict, fault: fault, detail: fault.map { "it is \($0.rawValue)" },
                remedy: "do something", keyID: "f38d1e9a", issuer: "https://issuer",
                keys: keys ? .init(address: "https://issuer/keys", age: .seconds(3)) : nil))
    }

    private func diagnosis(
        _ check: TokenVerified, status: Int = 401, _ challenge: String? = nil, accepted: Bool = true
    ) -> Diagnosis {
        let fields = challenge.map { [("WWW-Authenticate", $0)] } ?? []
        let before: [ProxyEvent] = accepted ? [.flowCompleted(Case.answered(200, flow: 5))] : []
        return Case.diagnosis(
            of: Case.answered(status, fields), after: [Case.mint(Case.facts())] + before + [.tokenVerified(check)])
    }

    @Test(
        "A check turns the lines of signature and issuer",
        arguments: [
            (nil, .valid, .fine, .fine), (.badSignature, .invalid, .evidence, .fine),
            (.unknownKey, .invalid, .evidence, .evidence), (.unreachable, .unchecked, .unknown, .unknown),
            (.issuer, .unchecked, .unknown, .evidence), (.untrustedIssuer, .unchecked, .unknown, .unknown),
            (.gone, .unchecked, .unknown, .unknown),
        ] as [(TokenVerified.Fault?, TokenVerified.Verdict, Verdict, Verdict)])
    func findings(
        _ fault: TokenVerified.Fault?, _ verdict: TokenVerified.Verdict, _ signature: Verdict, _ issuer: Verdict
    ) {
        let hasKeys = [.valid, .invalid].contains(verdict)
        let diagnosis = diagnosis(Self.check(verdict, fault, keys: hasKeys))
        #expect(diagnosis.finding(.signature)?.verdict == signature)
        #expect(diagnosis.finding(.issuer)?.verdict == issuer)
    }

    @Test("What nobody checked has no tick")
    func unasked() {
        let diagnosis = Case.diagnosis(of: Case.answered(401))
        #expect(diagnosis.finding(.signature)?.verdict == .unknown)
        #expect(diagnosis.finding(.issuer)?.verdict == .unknown)
        #expect(diagnosis.finding(.bisect) == nil)
    }

    @Test("The check of one token says nothing of another")
    func otherToken() {
        let diagnosis = diagnosis(Self.check(.valid, print: "000000"))
        #expect(diagnosis.finding(.signature)?.verdict == .unknown)
    }

    @Test(
        "What is wrong with the token ranks as the cause where the upstream gives no reason",
        arguments: [
            (.badSignature, .signature), (.unknownKey, .keys), (.issuer, .keys), (.algorithm, .algorithm),
            (.unreachable, .unknown), (.untrustedIssuer, .unknown),
        ] as [(TokenVerified.Fault, Cause)])
    func causes(_ fault: TokenVerified.Fault, _ cause: Cause) {
        #expect(diagnosis(Self.check(.invalid, fault)).cause == cause)
    }

    @Test("A key that the issuer does not publish is told as a rotation, and a fresh token is the first thing to try")
    func rotation() {
        let diagnosis = diagnosis(
            Self.check(.invalid, .unknownKey), 401, "Bearer error_description=\"invalid signature\"")
        #expect(diagnosis.cause == .keys)
        #expect(diagnosis.sentence?.plain.contains("its keys were rotated") == true)
        #expect(diagnosis.remedies.first?.action == .refresh)
    }

    private func diagnosis(_ check: TokenVerified, _ status: Int, _ challenge: String) -> Diagnosis {
        diagnosis(check, status: status, challenge)
    }

    @Test("An upstream that refuses a signature which is good here has other keys")
    func staleKeysUpstream() {
        let diagnosis = diagnosis(Self.check(.valid), 401, "Bearer error_description=\"invalid signature\"")
        #expect(diagnosis.cause == .keys)
        #expect(diagnosis.sentence?.plain.contains("the upstream has older ones") == true)
    }

    // MARK: - Bisects

    static func report(
        _ statuses: [Int?], said: [String?] = [nil, nil, nil, nil], flow: UInt64 = 1, left: Duration? = nil
    )
        -> ProxyEvent
    {
        let row = BisectReadingTests.Row(original: 401, statuses: statuses, said: said, lifeLeft: left, verdicts: [])
        return .bisectProgressed(
            BisectReport(
                time: Case.sentAt, flow: FlowID(flow), host: "billing.example.net", status: 401,
                answers: row.report.answers, phase: .complete))
    }

    private func diagnosis(of end: FlowEnd, _ events: ProxyEvent...) -> Diagnosis {
        Case.diagnosis(of: end, after: [Case.mint(Case.facts())] + events)
    }

    @Test(
        "That signatures are not verified is an error whatever the original problem was, for every flow of the host",
        arguments: [200, 401, 403, 404])
    func unverifying(status: Int) {
        let own = diagnosis(of: Case.answered(status), Self.report([401, 401, 401, 200]))
        let other = diagnosis(of: Case.answered(status, flow: 7), Self.report([401, 401, 401, 200]))
        for diagnosis in [own, other] {
            #expect(diagnosis.finding(.signature)?.verdict == .evidence)
            #expect(diagnosis.finding(.signature)?.text.plain.contains("does not verify signatures") == true)
            #expect(diagnosis.findings.first?.subject == .signature)
        }
        if status < 400 { #expect(own.cause == .unverifying) }
    }

    @Test("A later bisect that shows otherwise takes it back")
    func verifiesAgain() {
        let diagnosis = diagnosis(
            of: Case.answered(200), Self.report([200, 401, 200, 200], flow: 3),
            Self.report([200, 401, 200, 401], flow: 4))
        #expect(diagnosis.finding(.signature)?.verdict == .unknown)
        #expect(diagnosis.cause == nil)
    }

    @Test(
        "A proof goes before what seems likely",
        arguments: [
            ([401, 401, 200, 401], .revoked), ([401, 401, 401, 401], .regardless), ([401, 403, 401, 401], .audience),
        ] as [([Int?], Cause)])
    func proofs(_ statuses: [Int?], _ cause: Cause) {
        let diagnosis = diagnosis(
            of: Case.answered(401), .flowCompleted(Case.answered(200, flow: 5)), Self.report(statuses))
        #expect(diagnosis.cause == cause)
        #expect(diagnosis.finding(.bisect) != nil)
    }

    @Test("That a token has expired since is no cause")
    func expiredSince() {
        let report = Self.report([401, 401, 200, 401], left: .seconds(-60))
        let diagnosis = diagnosis(of: Case.answered(401), .flowCompleted(Case.answered(200, flow: 5)), report)
        #expect(diagnosis.cause != .revoked)
        #expect(diagnosis.finding(.bisect)?.verdict == .unknown)
    }

    @Test("The evidence card tells what was tried and what was answered")
    func card() {
        let evidence = Case.evidence(
            of: Case.answered(401),
            after: [Case.mint(Case.facts()), .tokenVerified(Self.check(.valid)), Self.report([401, 401, 401, 200])])
        let lines = EvidenceCard(evidence).text(hideLevel: 0).split(separator: "\n").map(String.init)
        #expect(lines.contains("bisect     as-sent 401, no-token 401, fresh-token 401, broken-signature 200"))
        #expect(lines.contains { $0.contains("the upstream does not verify signatures") })
        #expect(lines.contains { $0.contains("signature: verified by the sender") })
    }

    @Test("What replays are answered is no history of the host")
    func noHistory() {
        let start = FlowStart(
            id: FlowID(8), time: Case.sentAt, method: "GET", host: "billing.example.net", path: "/",
            audiences: Case.audiences, replay: FlowReplay(of: FlowID(1), step: .freshToken))
        var replayed = FlowEnd(start: start, time: Case.sentAt)
        (replayed.status, replayed.token) = (200, Case.sent(2))
        let evidence = Case.evidence(
            of: Case.answered(401), after: [Case.mint(Case.facts()), .flowCompleted(replayed)])
        #expect(evidence.history?.accepted == 0)
        #expect(evidence.history?.answers == 1)
    }
}
