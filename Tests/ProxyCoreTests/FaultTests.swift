import ProxyCore
import Testing

@Suite("Faults, as values")
struct FaultTests {
    static let all: [(fault: Fault, text: String)] = [
        (.expired, "expired"), (.tampered, "tampered"), (.missing, "none"),
        (.audience("urn:example:x"), "audience urn:example:x"), (.tag(nil), "tag"),
        (.tag(TokenTag(key: "team", value: "a=b")), "tag team=a=b"), (.throttled, "sts throttle"),
        (.denied, "sts deny"), (.slow(.milliseconds(1_500)), "sts slow 1500ms"), (.slow(.seconds(3)), "sts slow 3s"),
        (.keysRotated, "keys rotate"),
    ]

    @Test("Each is spelled in one way, which is read back", arguments: all)
    func spelling(_ row: (fault: Fault, text: String)) {
        #expect(row.fault.description == row.text)
        #expect(Fault(spelled: row.text) == row.fault)
    }

    @Test(
        "Nothing else is a fault",
        arguments: [
            "", "expire", "none x", "audience", "tag x", "tag =x", "sts", "sts slow", "sts slow x", "keys", "off",
        ])
    func nonsense(text: String) { #expect(Fault(spelled: text) == nil) }

    @Test("A faulty token is another one in the cache than a right one for the same audiences")
    func audiences() throws {
        let tags = [TokenTag(key: "team", value: "core"), TokenTag(key: "env", value: "dev")]
        let usual = AudienceSet("https://a")
        let wrong = Fault.audience("urn:example:x").audiences(insteadOf: usual, tags: tags)
        #expect(wrong.values == ["urn:example:x"])
        #expect(wrong != AudienceSet("urn:example:x"))
        let untagged = Fault.tag(nil).audiences(insteadOf: usual, tags: tags)
        #expect(untagged.values == usual.values && untagged.traits?.tags == [])
        let other = Fault.tag(TokenTag(key: "Team", value: "x")).audiences(insteadOf: usual, tags: tags)
        #expect(other.traits?.tags == [TokenTag(key: "env", value: "dev"), TokenTag(key: "Team", value: "x")])
        for fault in [Fault.expired, .tampered, .missing] {
            #expect(fault.audiences(insteadOf: usual, tags: tags) == usual)
        }
    }

    @Test("One of each kind is in force at a time, and is taken back by itself")
    func state() {
        var state = FaultState()
        #expect(!state.isOn)
        state.set(.tampered, host: nil)
        state.set(.missing, host: "a.example")
        state.set(.expired, host: "a.example:8443")
        state.set(.slow(.seconds(1)), host: nil)
        state.set(.denied, host: nil)
        let targets = ["a.example:8443", "a.example:1", "a.example", "b.example"]
            .compactMap { UpstreamTarget(scheme: .https, authority: $0) }
        #expect(targets.map { state.fault(for: $0) } == [.expired, .missing, .missing, .tampered])
        #expect(state.sts == .denied)
        #expect(state.words == ["none host:a.example", "expired host:a.example:8443", "tampered", "sts deny"])
        let isChange = [state.clear(.host("a.example")), state.clear(.host("a.example")), state.clear(.sts)]
        #expect(isChange == [true, false, true])
        #expect(state.sts == nil && state.isOn)
        let isLast = state.clear(.all)
        #expect(isLast && !state.isOn)
        state.absorb(FaultNotice(time: WallTime(seconds: 0), .clockMoved(ahead: .seconds(60))))
        #expect(state.isOn)
    }

    @Test("The port that goes without saying can be said, and then the fault is about no other port")
    func usualPort() throws {
        var state = FaultState()
        state.set(.tampered, host: FaultPlace.spelled("A.example:443"))
        state.set(.missing, host: FaultPlace.spelled("[::1]"))
        func fault(_ scheme: UpstreamTarget.Scheme, _ authority: String) throws -> Fault? {
            state.fault(for: try #require(UpstreamTarget(scheme: scheme, authority: authority)))
        }
        #expect(try fault(.https, "a.example") == .tampered)
        #expect(try fault(.http, "a.example:443") == .tampered)
        for other in ["a.example:8443", "a.example:80"] { #expect(try fault(.https, other) == nil) }
        #expect(try fault(.http, "a.example") == nil)
        for port in ["[::1]", "[::1]:8080"] { #expect(try fault(.http, port) == .missing) }
    }

    @Test(
        "A place has one spelling, with the port that was given",
        arguments: [
            ("A.example", "a.example"), ("a.example:443", "a.example:443"), ("a.example:080", "a.example:80"),
            ("[::1]", "[::1]"), ("[::1]:80", "[::1]:80"), ("a b", nil), ("a:0", nil),
        ] as [(String, String?)])
    func spelling(_ row: (text: String, spelled: String?)) {
        #expect(FaultPlace.spelled(row.text) == row.spelled)
    }

    @Test(
        "A wrong audience must be one that nobody can have",
        arguments: [
            ("urn:example:wrong", true), ("https://x.invalid", true), ("x.test", true), ("api://x.example/y", true),
            ("urn:example:", false), ("sts.amazonaws.com", false), ("api://AzureADTokenExchange", false),
            ("https://billing.example.net", false), ("https://x.invalid@evil.com", false),
            ("https://evil.com/x.invalid", false), ("https://evil.com?x.invalid", false), ("invalidx", false),
        ])
    func reserved(_ row: (audience: String, isAllowed: Bool)) {
        let reason = WrongAudience.refusal(of: row.audience, insteadOf: AudienceSet("https://a"), known: [])
        #expect((reason == nil) == row.isAllowed, "\(reason ?? "")")
    }

    @Test("The right one is no wrong one, and one that another host has is never given away")
    func inUse() {
        let known: Set = ["urn:example:other"]
        let usual = AudienceSet("urn:example:own")
        #expect(WrongAudience.refusal(of: "urn:example:own", insteadOf: usual, known: known) != nil)
        let reason = WrongAudience.refusal(of: "urn:example:other", insteadOf: usual, known: known)
        #expect(reason?.contains("in use") == true)
    }

    @Test("Each change makes routes be looked up anew, and nothing else does")
    func version() {
        let routes = AudienceOverrides()
        let faults = FaultControls(routes: routes)
        let before = routes.version
        _ = faults.state
        #expect(routes.version == before)
        faults.change { $0.set(.tampered, host: nil) }
        #expect(routes.version == before + 1)
        #expect(EngineControls().faults == nil)
    }
}
