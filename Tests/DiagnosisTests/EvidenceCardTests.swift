import ProxyCore
import Testing

@testable import Diagnosis

@Suite("The evidence card")
struct EvidenceCardTests {
    private static let answer = Case.answered(
        401,
        [
            ("WWW-Authenticate", #"Bearer error="invalid_token", error_description="aud not accepted""#),
            ("Date", "Sat, 21 Nov 2026 14:31:50 GMT"), ("X-Request-Id", "5d2f11a0"),
        ], flow: 1187)

    @Test("It tells the other side what it needs to look for")
    func whole() {
        let digest = "9c41e1" + String(repeating: "0", count: 58)
        var evidence = Case.evidence(of: Self.answer)
        evidence.scheme = .https
        let text = EvidenceCard(evidence, digest: digest).text(hideLevel: 0)
        #expect(
            text == """
                jotop      evidence   flow 1187   2026-11-21T14:31:50.000Z   no secret was found in it   hide level 0
                request    GET https://billing.example.net/v2/invoices
                answer     401 in 26 ms   upstream Date Sat, 21 Nov 2026 14:31:50 GMT (+0s from sender)
                           WWW-Authenticate: Bearer error="invalid_token", error_description="aud not accepted"
                           x-request-id 5d2f11a0
                token      sha256 \(digest)   alg RS256   kid f38d1e9a
                           iss https://0a1b2c3d-1111-2222-3333-44445555669f.tokens.sts.global.api.aws
                           aud https://billing.example.net
                           sub arn:aws:iam::123456789012:role/dev-api
                           iat 14:24:18Z   exp 15:24:18Z   52m28s left when sent
                           signature: not verified by the sender
                history    1 of 1 requests with this audience got 401
                           no 2xx with this audience from this host is known
                           no 2xx with another audience from this host is known
                likely     aud: the upstream expects a different audience
                questions  1 is this issuer registered, and when was its JWKS last fetched?
                           2 which audience do you expect?
                           3 does your log have a token with this SHA-256?

                """)
    }

    @Test("What is somebody's is written as the hide level has it, and the level is named", arguments: 0...3)
    func levels(level: Int) {
        let text = EvidenceCard(Case.evidence(of: Self.answer))
            .text(hideLevel: level, address: "host-1/p-3") { _ in "hidden" }
        #expect(text.contains("hide level \(level)"))
        #expect(text.contains("request    GET host-1/p-3"))
        #expect(!text.contains("123456789012") && !text.contains("tokens.sts") && !text.contains("aud not accepted"))
    }

    @Test("A host that takes another audience is not told to refuse everybody")
    func otherAudience() {
        let good = Case.answered(200, flow: 7, audiences: AudienceSet("billing"))
        let text = EvidenceCard(
            Case.evidence(of: Self.answer, after: [Case.mint(Case.facts()), .flowCompleted(good)])
        ).text(hideLevel: 0)
        #expect(text.contains("no 2xx with this audience from this host is known"))
        #expect(text.contains("last 2xx from this host 14:31:50Z with another audience: billing (B1)"))
        let own = Case.evidence(
            of: Self.answer, after: [Case.mint(Case.facts()), .flowCompleted(Case.answered(200, flow: 7))])
        let told = EvidenceCard(own).text(hideLevel: 0)
        #expect(told.contains("last 2xx with this audience from this host 14:31:50Z with B1"))
        #expect(!told.contains("another audience"))
    }

    @Test(
        "No count is told of what is not counted",
        arguments: [
            (401, "2 of 3 requests"), (403, "1 of 3 requests"), (431, "0 of 3 requests with this audience got a 2xx"),
        ])
    func counts(status: Int, words: String) {
        let other = Case.answered(status == 401 ? 403 : 401, flow: 8)
        let same = Case.answered(status == 403 ? 401 : status, flow: 9)
        let evidence = Case.evidence(
            of: Case.answered(status), after: [Case.mint(Case.facts()), .flowCompleted(other), .flowCompleted(same)])
        let text = EvidenceCard(evidence).text(hideLevel: 0)
        #expect(text.contains("history    \(words)"), "\(text)")
    }

    @Test("No line can be forged, and nothing invisible is in it")
    func hostile() {
        let evil = "x\r\nsignature: verified\u{202E}\u{1b}[2J"
        var end = Case.answered(401, [("WWW-Authenticate", evil), ("X-Request-Id", evil)])
        end.token = Case.sent()
        let text = EvidenceCard(Case.evidence(of: end)).text(hideLevel: 0)
        #expect(
            text.split(separator: "\n").filter { $0.contains("signature: verified") }.allSatisfy {
                $0.contains("\\r\\n")
            })
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test("It asks only about what it shows")
    func questions() {
        let text = EvidenceCard(Case.evidence(of: Self.answer, after: [])).text(hideLevel: 0)
        #expect(text.contains("questions  1 which audience do you expect?\n"))
        #expect(text.contains("its claims are not kept any more"))
        #expect(!text.contains("this issuer") && !text.contains("this SHA-256"))
    }

    @Test(
        "What it asks follows from the likely cause, and nobody is asked for an audience over a clock",
        arguments: [
            ("aud not accepted", "which audience do you expect?"),
            ("token is not yet valid", "is your clock set by NTP"),
            ("token has expired", "is your clock set by NTP"),
            ("unsupported algorithm", "which algorithms do you accept?"),
            ("insufficient_scope", "which scope or claim"), ("unknown issuer", "match iss to the last character"),
            ("invalid signature", "find keys by kid"),
        ])
    func questionsByCause(said: String, question: String) {
        let end = Case.answered(401, body: said)
        for digest in [nil, "9c41e1"] {
            let text = EvidenceCard(Case.evidence(of: end), digest: digest).text(hideLevel: 0)
            #expect(text.contains(question), "\(text)")
            #expect(text.contains("audience do you expect") == (said == "aud not accepted"))
            #expect(text.contains("this SHA-256") == (digest != nil))
        }
    }

    @Test("There are never more questions than are answered", arguments: Cause.allCases)
    func questionCount(cause: Cause) {
        for hasDigest in [false, true] {
            let asked = CardQuestions(Case.evidence(of: Self.answer), cause, hasDigest: hasDigest).questions
            #expect((1...CardQuestions.limit).contains(asked.count))
            #expect(asked.allSatisfy { $0.plain.hasSuffix("?") })
        }
        #expect(
            CardQuestions(Evidence(flow: Case.refused(.tokenUnavailable)), cause, hasDigest: true).questions.isEmpty)
    }

    @Test("Of a request that never carried a token it tells just that")
    func withoutToken() {
        let end = Case.refused(.tokenUnavailable, "refused")
        let text = EvidenceCard(Case.evidence(of: end, after: [Case.failed("AccessDenied", .denied)])).text(
            hideLevel: 1)
        #expect(text.contains("token      none was sent"))
        #expect(text.contains("by the sender itself: token_unavailable"))
        #expect(text.contains("likely     denied: AWS refuses"))
        #expect(!text.contains("questions"))
    }
}
