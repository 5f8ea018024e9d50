import ProxyCore
import Testing

@testable import Diagnosis

@Suite("Findings are ranked by evidence")
struct FindingsTests {
    @Test("The cause comes first, then what else speaks against the request, then the rest in its usual order")
    func ranking() {
        let fields = [("WWW-Authenticate", #"Bearer error_description="aud not accepted""#)]
        let sent = Case.sent(age: .seconds(3_590))
        let subjects = Case.diagnosis(of: Case.answered(401, fields, sent: sent)).findings.map(\.subject)
        #expect(subjects.prefix(2) == [.audience, .expiry])
        let rest = subjects.dropFirst(2)
        let usual = Finding.Subject.allCases
        #expect(rest.elementsEqual(rest.sorted { (usual.firstIndex(of: $0) ?? 0) < (usual.firstIndex(of: $1) ?? 0) }))
    }

    @Test(
        "Nothing unchecked has a tick: signature and issuer are never fine by themselves", arguments: [200, 401, 403])
    func ticks(status: Int) {
        let diagnosis = Case.diagnosis(of: Case.answered(status))
        #expect(diagnosis.finding(.signature)?.verdict == .unknown)
        #expect(diagnosis.finding(.issuer)?.verdict != .fine)
        #expect(diagnosis.finding(.audience)?.verdict != .fine)
    }

    @Test(
        "Little left speaks for expiry; of a life in time-lapse, its last quarter",
        arguments: [
            (3_600, 3_575, Verdict.evidence), (3_600, 3_500, .fine), (60, 31, .evidence), (60, 30, .fine),
            (15, 1, .fine), (15, 11, .fine), (15, 12, .evidence),
        ])
    func littleLeft(life: Int, age: Int, verdict: Verdict) {
        let sent = Case.sent(age: .seconds(age), life: .seconds(life))
        let mint = Case.mint(Case.facts(issuedAt: Case.issuedAt, life: .seconds(life)))
        let diagnosis = Case.diagnosis(of: Case.answered(401, sent: sent), after: [mint])
        #expect(diagnosis.finding(.expiry)?.verdict == verdict)
        #expect((diagnosis.cause == .expired) == (verdict == .evidence))
    }

    @Test("What is said of a request stays so, however often its token is refreshed", arguments: [1, 2, 7, 12])
    func refreshes(count: Int) {
        let sent = Case.sent(age: .seconds(1), life: .seconds(15))
        let end = Case.answered(401, sent: sent)
        var seen = Observations()
        seen.absorb(Case.mint(Case.facts(life: .seconds(15))))
        seen.absorb(.flowCompleted(end))
        let cause = Diagnosis(seen.evidence(of: end)).cause
        for generation in 2...(count + 1) { seen.absorb(Case.mint(Case.facts(generation, life: .seconds(15)))) }
        let later = Diagnosis(seen.evidence(of: end))
        #expect(cause != .expired && later.cause == cause)
        #expect(later.finding(.expiry)?.verdict == .fine)
        #expect(seen.evidence(of: end).token != nil)
    }

    @Test("The claims of displaced tokens are kept as far as the archive goes, whichever audience they were for")
    func archive() {
        var shelf = TokenShelf()
        let limit = TokenShelf.generationLimit + TokenArchive<TokenFacts>.limit
        for generation in 1...(limit + 2) { shelf.minted(Case.facts(generation)) }
        #expect(shelf.facts(Case.id(2), of: Case.audiences) == nil)
        #expect(shelf.facts(Case.id(3), of: Case.audiences)?.id == Case.id(3))
        #expect(shelf.facts(Case.id(limit + 2), of: Case.audiences) != nil)
        #expect(shelf.facts(Case.id(3), of: AudienceSet("other")) == nil)
    }

    @Test("A token whose audience set was displaced is kept, too")
    func archivedAudience() {
        var shelf = TokenShelf(capacity: 1)
        shelf.minted(Case.facts(1))
        shelf.minted(Case.facts(2, audiences: AudienceSet("other")))
        #expect(shelf.facts(Case.id(1), of: Case.audiences)?.id == Case.id(1))
    }

    @Test("The token whose claims are gone is named: the one that was sent, or the one that was accepted")
    func lostClaims() {
        var seen = Observations()
        seen.absorb(Case.mint(Case.facts(2)))
        seen.absorb(.flowCompleted(Case.answered(200, flow: 5, sent: Case.sent(2))))
        let own = Diagnosis(seen.evidence(of: Case.answered(401))).finding(.identity)
        #expect(own?.text.plain == "the claims of \(Case.id(1)), which was sent, are not kept")
        var other = Observations()
        other.absorb(.flowCompleted(Case.answered(200, flow: 5)))
        other.absorb(Case.mint(Case.facts(2)))
        let last = Diagnosis(other.evidence(of: Case.answered(401, sent: Case.sent(2)))).finding(.identity)
        #expect(last?.text.plain == "the claims of \(Case.id(1)), which got the last 2xx, are not kept")
    }

    @Test("An audience that this host has accepted before is not what it refuses")
    func acceptedBefore() {
        let diagnosis = Case.diagnosis(
            of: Case.answered(401), after: [Case.mint(Case.facts()), .flowCompleted(Case.answered(200, flow: 5))])
        let finding = diagnosis.finding(.audience)
        #expect(finding?.verdict == .fine)
        #expect(finding?.text.plain.hasSuffix("accepted before") == true)
        #expect(finding?.more?.plain == "1 of 2 with this audience got 401, 1 a 2xx")
    }

    @Test("How a young token fared later is told, or said not to be kept")
    func youngLater() {
        let young = Case.sent(age: .milliseconds(100))
        let refused = Case.answered(401, sent: young)
        let alone = Case.diagnosis(of: refused)
        #expect(alone.finding(.age)?.text.plain == "0.1s old when sent; no later 2xx with it")
        var seen = Observations()
        seen.absorb(.flowCompleted(refused))
        for generation in 2...40 { seen.absorb(.flowCompleted(Case.answered(200, sent: Case.sent(generation)))) }
        let later = Diagnosis(seen.evidence(of: refused))
        #expect(later.finding(.age)?.text.plain == "0.1s old when sent; how it fared later is not kept any more")
    }

    @Test("What was not kept is unknown, not fine")
    func notKept() {
        var end = Case.answered(401)
        (end.request, end.response) = (nil, nil)
        let diagnosis = Case.diagnosis(of: end)
        #expect(diagnosis.finding(.header)?.verdict == .unknown)
        #expect(diagnosis.finding(.clock)?.verdict == .unknown)
        #expect(diagnosis.finding(.size) == nil)
    }

    @Test(
        "What is over is counted as the LEFT column counts it", arguments: [(-8_400, "9s"), (-8_000, "8s"), (-1, "1s")])
    func over(milliseconds: Int64, words: String) {
        #expect(EvidenceText.life(.milliseconds(milliseconds)).plain == "over for \(words)")
    }

    @Test("Foreign words are told apart from ours")
    func foreign() {
        let text: EvidenceText =
            "\(foreign: "evil \u{1b}[2J") at \(time: Case.issuedAt) with \(1_214) B, \(span: .seconds(90)) ago"
        #expect(text.plain == "evil \u{1b}[2J at 14:24:18Z with 1,214 B, 1m30s ago")
        #expect(text.parts.first == .foreign("evil \u{1b}[2J"))
        #expect(text.parts[2] == .moment(Case.issuedAt))
        let fields = [("WWW-Authenticate", #"Bearer error_description="audience evil""#)]
        let finding = Case.diagnosis(of: Case.answered(401, fields)).finding(.audience)
        #expect(finding?.text.parts.contains(.foreign("audience evil")) == true)
        #expect(finding?.text.parts.contains(.foreign("https://billing.example.net")) == true)
    }

    @Test("No two causes share a name, and names are fit for scripts")
    func names() {
        let names = Cause.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }
}
