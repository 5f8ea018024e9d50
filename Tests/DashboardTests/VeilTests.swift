import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Hide levels")
struct VeilTests {
    private var aliases: Aliases {
        var aliases = Aliases()
        aliases.met(host: "api.example.com")
        aliases.met(host: "example.com")
        aliases.met(path: "/v1/items")
        aliases.met(subject: "arn:aws:iam::123456789012:role/dev-api")
        return aliases
    }

    private func veil(_ level: Int) -> Veil { Veil(level: level, aliases: aliases) }

    @Test(
        "Level 1 shortens what identifies an account and leaves the rest",
        arguments: [
            ("arn:aws:iam::123456789012:role/dev-api", "arn:aws:iam::1234..9012:role/dev-api"),
            ("o-ab34567812", "o-ab..12"), ("AKIAIOSFODNN7EXAMPLE used", "AKIA..LE used"),
            (
                "https://0a1b2c3d-1111-2222-3333-44445555669f.tokens.sts.global.api.aws",
                "https://0a1b2c3d-..-9f.tokens.sts.global.api.aws"
            ),
            ("1234567890123 is no account", "1234567890123 is no account"), ("/orders/42", "/orders/42"),
            ("no-account-here-at-all", "no-account-here-at-all"), ("", ""),
        ])
    func shortens(text: String, expected: String) {
        #expect(veil(1).text(text) == expected)
        #expect(veil(0).text(text) == text)
    }

    @Test("Level 2 puts stable aliases for hosts, paths and subjects, also inside other text")
    func aliasing() {
        #expect(veil(2).host("api.example.com") == "host-1")
        #expect(veil(2).host("example.com") == "host-2")
        #expect(veil(2).host("unknown.example") == "host-?")
        #expect(veil(2).path("/v1/items") == "/p-1")
        #expect(veil(2).text("see https://api.example.com/x and example.com") == "see https://host-1/x and host-2")
        #expect(veil(2).text("\"arn:aws:iam::123456789012:role/dev-api\"") == "\"sub-1\"")
    }

    @Test("Level 3 shows shapes")
    func shapes() {
        #expect(veil(3).host("api-2.example.com") == "xxx-9.xxxxxxx.xxx")
        #expect(veil(3).foreign("Bearer error=\"e1\"") == "xxxxxx xxxxx=\"x9\"")
    }

    @Test(
        "Ids of keys and tokens are shortened where they are long enough",
        arguments: [("f38d1e9a", "f3..9a"), ("k1", "k1")])
    func ids(id: String, expected: String) {
        #expect(veil(1).keyID(id) == expected)
        #expect(veil(0).keyID(id) == id)
        #expect(veil(1).reference("c01d88aa7e") == "c01d..7e")
    }

    @Test("Ids in a policy are shortened as everywhere, and then it says where the whole one is")
    func policies() {
        let remedy = """
            account 123456789012 does not allow it:
            {
              "Resource": "arn:aws:iam::123456789012:role/dev-api"
            }
            ask 123456789012
            """
        func text(_ level: Int) -> [String] {
            let lines = RemedyText.lines(remedy, Scene.veiled(level), names: ["dev-api"], width: 100)
            return lines.map(\.text)
        }
        #expect(text(1)[0] == "account 1234..9012 does not allow it:")
        #expect(text(0)[1...3] == ["{", "  \"Resource\": \"arn:aws:iam::123456789012:role/dev-api\"", "}"])
        #expect(text(0).count == 5)
        #expect(text(1)[1...3] == ["{", "  \"Resource\": \"arn:aws:iam::1234..9012:role/dev-api\"", "}"])
        #expect(text(1)[4] == "(e p, or :hide 0, for the whole policy)")
        #expect(text(1)[5] == "ask 1234..9012")
        for level in 2...3 {
            #expect(text(level).count == 3)
            #expect(text(level)[1].contains("H shows it"))
        }
    }

    @Test("H goes through the levels and starts over")
    func cycles() {
        var dashboard = Scenario.session()
        let levels = (0..<5).map { _ in
            dashboard.press(.character("H"))
            return dashboard.hideLevel
        }
        #expect(levels == [2, 3, 0, 1, 2])
    }

    @Test(
        "At the default level no screen shows a whole account id",
        arguments: ScreenTests.shots.filter { !$0.name.contains("hide-0") })
    func screens(shot: Shot) {
        for (columns, rows) in [(80, 24), (120, 40)] {
            #expect(!shot.make(columns, rows).render().text.contains("123456789012"))
        }
    }

    @Test("From level 2 on no screen shows a host that was proxied to", arguments: ScreenTests.shots)
    func hosts(shot: Shot) {
        for level in 2...3 {
            var dashboard = shot.make(120, 40)
            dashboard.hideLevel = level
            dashboard.toast = nil
            let text = dashboard.render().text
            for host in ["billing.example.net", "data.partner.io", "lake.example.org"] { #expect(!text.contains(host)) }
        }
    }
}

extension Scene {
    /// The scene of nothing that has happened yet, at a hide level.
    static func veiled(_ level: Int) -> Scene {
        let scene = Dashboard(Scenario.configuration()).scene
        return Scene(
            traffic: scene.traffic, time: scene.time, veil: Veil(level: level, aliases: Aliases()), keymap: .standard,
            algorithm: nil)
    }
}
