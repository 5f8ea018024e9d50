import ProxyCore
import Testing

@testable import Diagnosis

@Suite("A flow that was faulted on purpose says so before all else")
struct FaultedFlowTests {
    private func end(_ fault: Fault, status: Int = 401) -> FlowEnd {
        var end = Case.answered(
            status, [("WWW-Authenticate", #"Bearer error="invalid_token", error_description="aud not accepted""#)])
        end.fault = fault
        return end
    }

    static let hostFaults: [Fault] = [
        .expired, .tampered, .missing, .audience("urn:example:x"), .tag(nil), .tag(TokenTag(key: "team", value: "x")),
        .keysRotated,
    ]

    @Test("Refused, it is the fault and nothing else, whatever the upstream says", arguments: hostFaults)
    func refused(_ fault: Fault) throws {
        for status in [401, 403] {
            let diagnosis = Case.diagnosis(of: end(fault, status: status))
            #expect(diagnosis.cause == .fault)
            let sentence = try #require(diagnosis.sentence).plain
            #expect(sentence.hasPrefix("this flow was faulted by you: "))
            #expect(sentence.contains("(:fault \(fault))"))
            #expect(sentence.hasSuffix("refused it with \(status), as it should"))
            #expect(diagnosis.fault?.plain.hasPrefix("this flow was faulted by you: ") == true)
            let first = try #require(diagnosis.findings.first)
            #expect((first.subject, first.verdict) == (.fault, .fine))
            #expect(diagnosis.remedies.first?.setting?.hasPrefix(":fault ") == true)
        }
    }

    @Test(
        "Accepted, it is the upstream's: what it does not check is named",
        arguments: [
            (Fault.expired, "exp"), (.tampered, "signatures"), (.missing, "no token"),
            (.audience("urn:example:x"), "aud"),
        ])
    func accepted(_ row: (fault: Fault, word: String)) throws {
        let diagnosis = Case.diagnosis(of: end(row.fault, status: 200))
        #expect(diagnosis.cause == .fault)
        let first = try #require(diagnosis.findings.first)
        #expect(first.verdict == .evidence && first.text.plain.contains(row.word))
    }

    @Test(
        "What need not be refused speaks against nobody",
        arguments: [Fault.tag(nil), .keysRotated, .slow(.seconds(3))])
    func harmless(_ fault: Fault) {
        let diagnosis = Case.diagnosis(of: end(fault, status: 200))
        #expect(diagnosis.cause == nil)
        #expect(diagnosis.fault != nil)
        #expect(diagnosis.findings.first?.verdict != .evidence)
    }

    @Test("An answer that is about something else tells nothing of the token")
    func otherAnswer() {
        #expect(Case.diagnosis(of: end(.tampered, status: 404)).findings.first?.verdict == .unknown)
    }

    @Test("STS that failed on purpose is told as that", arguments: [Fault.throttled, .denied])
    func sts(_ fault: Fault) {
        var end = Case.refused(.tokenUnavailable, "refused")
        end.fault = fault
        let diagnosis = Case.diagnosis(of: end, after: [Case.failed("AccessDenied", .denied)])
        #expect(diagnosis.cause == .fault)
        #expect(diagnosis.remedies.first?.setting == ":fault sts off")
    }

    @Test("It says nothing of what the host accepts: it is in no history")
    func history() {
        var seen = Observations()
        seen.absorb(Case.mint(Case.facts()))
        seen.absorb(.flowCompleted(end(.tampered)))
        #expect(seen.evidence(of: Case.answered(401)).history == nil)
        seen.absorb(.flowCompleted(Case.answered(200)))
        #expect(seen.evidence(of: Case.answered(401)).history?.answers == 1)
    }

    @Test("The evidence card names it, so that nobody on the other side looks for it in vain")
    func card() {
        let card = EvidenceCard(Case.evidence(of: end(.tampered))).text(hideLevel: 1)
        #expect(card.contains("fault      this flow was faulted by you: its token was sent with another signature"))
        #expect(!EvidenceCard(Case.evidence(of: Case.answered(401))).text(hideLevel: 1).contains("fault"))
    }
}
