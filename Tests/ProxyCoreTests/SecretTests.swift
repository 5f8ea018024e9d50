import ProxyCore
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"

    private static let token = Token(
        facts: TokenFacts(
            id: TokenID(handle: TokenHandle(index: 0), generation: 1), audiences: AudienceSet("https://a.example"),
            print: "a1b2c3",
            length: jwt.utf8.count, issuedAt: WallTime(seconds: 0), expiresAt: WallTime(seconds: 3600),
            header: .object([:]),
            claims: .object(["aud": .string("x")])),
        authorization: Secret("Bearer \(jwt)"), born: .now, dies: .now)

    /// Every way of printing that the language has.
    private static func prints(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [
            "\(value)", String(describing: value), String(reflecting: value), dumped, "\([value])",
            "\(Optional.some(value) as Any)",
            "\((value, 1))", String(describing: Mirror(reflecting: value).children.map { "\($0)" }),
        ]
    }

    @Test("A secret prints as redacted by every way there is")
    func secret() {
        for text in Self.prints(Secret(Self.jwt)) { #expect(!text.contains("eyJ") && !text.contains("c2lnbmF0dXJl")) }
        #expect("\(Secret(Self.jwt))" == "<redacted>")
        #expect(Secret(Self.jwt).exposed == Self.jwt)
    }

    @Test("A token prints as its facts")
    func token() {
        for text in Self.prints(Self.token) { #expect(!text.contains("eyJ") && !text.contains("c2lnbmF0dXJl")) }
        #expect("\(Self.token)" == "Token(A1, sha256:a1b2c3)")
    }

    @Test("What holds a token does not print its secret either")
    func holders() {
        struct Holder { let token: Token; let secret: Secret }
        let holder = Holder(token: Self.token, secret: Secret(Self.jwt))
        for text in Self.prints(holder) + Self.prints(TokenGrant(token: Self.token, use: .hit)) {
            #expect(!text.contains("eyJ") && !text.contains("c2lnbmF0dXJl"))
        }
    }

    @Test("What is left and how old it is are told for the moment of sending")
    func sent() {
        let now = ContinuousClock.now
        let token = Token(
            facts: Self.token.facts, authorization: Secret(""), born: now, dies: now.advanced(by: .seconds(3600)))
        let sent = token.sent(at: now.advanced(by: .seconds(3660)))
        #expect(sent.lifeLeft == .seconds(-60))
        #expect(sent.age == .seconds(3660))
        #expect(sent.id == Self.token.facts.id)
    }
}
