import Canvas
import Diagnosis
import Foundation
import ProxyCore
import Testing
import TrustConfiguration
import Yams

@testable import Dashboard

@Suite("Evidence, policies and trust leave by the menus")
struct TrustExportTests {
    private static let refused = Scenario.session(holding: 1187)

    private static func file(_ dashboard: Dashboard, _ keys: [Key]) -> ExportFile? {
        var copy = dashboard
        for key in keys.dropLast() { copy.press(key) }
        guard let last = keys.last, case .write(let file)? = copy.press(last).first else { return nil }
        return file
    }

    private static func object(_ file: ExportFile?) throws -> [String: Any] {
        let text = try #require(file).contents
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func trust(_ dashboard: Dashboard, _ format: TrustFormat) -> ExportFile? {
        file(dashboard, [.character("e"), .character("t"), .character(format.key)])
    }

    // MARK: - Evidence

    @Test("y e copies the card of the selected flow, which says what was sent and holds no credential")
    func card() throws {
        var dashboard = Self.refused
        dashboard.press(.character("y"))
        guard case .copy(let clip)? = dashboard.press(.character("e")).first else {
            return #expect(Bool(false), "nothing was copied")
        }
        #expect(clip.name == "evidence card of #1187")
        for part in [
            "flow 1187", "hide level 1", "GET billing.example.net/v2/invoices", "401 in 26 ms", "aud not accepted",
            "aud https://billing.example.net", "5 of 5 requests",
        ] { #expect(clip.text.contains(part), "\(part)") }
        #expect(!clip.text.contains("123456789012"))
    }

    @Test("The whole SHA-256 is on the card where it is known, so that the other side can look it up")
    func digest() throws {
        let digest = String(repeating: "9c41e7d0", count: 8)
        let facts = Scenario.facts(Scenario.billing, 1, 2, issuedAt: Scenario.time("14:32:00"), life: 3_600)
        let known = TokenFacts(
            id: facts.id, audiences: facts.audiences, print: facts.print, digest: digest, length: facts.length,
            issuedAt: facts.issuedAt, expiresAt: facts.expiresAt, header: facts.header, claims: facts.claims)
        var dashboard = Scenario.session()
        dashboard.take([
            .tokenRefreshed(
                TokenMinted(
                    time: Scenario.now, facts: known, reason: .due, refreshAt: Scenario.time("15:27"), took: .zero,
                    waiters: 0, flow: nil, requestID: nil))
        ])
        guard case .flowCompleted(var end) = Scenario.plans(1197, "14:32:09", "/v2", 20)[1] else { return }
        end.token = Scenario.sent("B", 1, 2, facts.print, left: .seconds(3_000))
        dashboard.take([.flowStarted(end.start), .flowCompleted(end)])
        _ = dashboard.draw()
        #expect(dashboard.evidenceClip?.text.contains("sha256 \(digest)") == true)
    }

    @Test("What is still on its way has no card, and the menu does not offer one")
    func none() {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(Scenario.beginning)
        dashboard.take([.flowStarted(Scenario.start(1, "13:05", "GET", "api.example.com", "/", Scenario.api))])
        _ = dashboard.draw()
        #expect(!dashboard.pressed([.character("y")]).render().text.contains("evidence"))
        #expect(dashboard.run("copy evidence") == [])
        #expect(dashboard.toast?.text == "no evidence to copy here")
    }

    @Test("e e writes the cards of all rows, one after the other")
    func cards() throws {
        let file = try #require(
            Self.file(Scenario.session().pressed([.character("!")]), [.character("e"), .character("e")]))
        #expect(file.fileExtension == "txt")
        #expect(file.contents.split(separator: "\n").count { $0.hasPrefix("jotop") } == 7)
    }

    // MARK: - The policy

    @Test("e p writes a policy for what was minted, as JSON that IAM's grammar has")
    func policy() throws {
        var dashboard = Self.refused
        _ = dashboard.run("hide 0")
        let file = Self.file(dashboard, [.character("2"), .character("e"), .character("p")])
        let policy = try Self.object(file)
        #expect(file?.name == "IAM policy for 5 audiences")
        #expect(file?.caveats == ["1 denied until now"])
        let statements = try #require(policy["Statement"] as? [[String: Any]])
        #expect(statements.map { $0["Sid"] as? String } == ["HideLevel0", "HideLevel0Tags1"])
        #expect(
            statements.map { $0["Action"] as? String } == ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"])
        let statement = try #require(statements.first)
        let conditions = try #require(statement["Condition"] as? [String: [String: Any]])
        #expect(
            conditions["ForAllValues:StringEquals"]?["sts:IdentityTokenAudience"] as? [String]
                == [
                    "https://api.example.com", "https://billing.example.net", "https://data.partner.io",
                    "https://lake.example.org", "urn:acme:etl",
                ])
    }

    @Test("On a flow e p allows its audience alone, and says where all of them are; marked rows widen it")
    func policyOfFlow() throws {
        var dashboard = Self.refused
        _ = dashboard.run("hide 0")
        let own = try #require(Self.file(dashboard, [.character("e"), .character("p")]))
        #expect(own.name == "IAM policy for 1 audience of #1187")
        #expect(own.caveats == ["e p in Tokens has all 5"])
        #expect(own.contents.contains("billing.example.net") && !own.contents.contains("lake.example.org"))
        dashboard.press(.escape)
        dashboard.press(.character(" "))
        dashboard.press(.down)
        dashboard.press(.character(" "))
        let marked = try #require(Self.file(dashboard, [.character("e"), .character("p")]))
        #expect(marked.name == "IAM policy for 2 audiences of 2 marked rows")
    }

    @Test(
        "e p allows the life that is asked for, which is --token-duration but where a host has more; granted may be less",
        arguments: [(900, nil, "900"), (900, 1_800, "1800"), (3_600, 1_800, "3600"), (nil, nil, "600")])
    func duration(_ row: (setting: Int?, host: Int?, policy: String)) throws {
        var configuration = Scenario.configuration()
        configuration.wish.life = row.setting.map { .seconds($0) }
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning)
        let audiences = AudienceSet("https://own.example").asking(TokenTraits(duration: row.host.map { .seconds($0) }))
        let facts = Scenario.facts(audiences, 3, 1, issuedAt: Scenario.time("14:32:00"), life: 600)
        dashboard.take([
            .tokenMinted(
                TokenMinted(
                    time: Scenario.now, facts: facts, reason: .first, refreshAt: Scenario.now, took: .zero,
                    waiters: 1, flow: nil, requestID: nil))
        ])
        _ = dashboard.draw()
        let policy = try Self.object(Self.file(dashboard, [.character("e"), .character("p")]))
        let statement = try #require((policy["Statement"] as? [[String: Any]])?.first)
        let conditions = try #require(statement["Condition"] as? [String: [String: Any]])
        #expect(conditions["NumericLessThanEquals"]?["sts:DurationSeconds"] as? String == row.policy)
    }

    @Test("A hide level that changes what is in it says so, in the file and in the message")
    func hidden() throws {
        var dashboard = Self.refused
        _ = dashboard.run("hide 2")
        let file = try #require(Self.file(dashboard, [.character("2"), .character("e"), .character("p")]))
        #expect(!file.contents.contains("billing.example.net") && file.contents.contains("HideLevel2"))
        dashboard.tell(.delivered(.wrote(file, path: "p.json")))
        #expect(
            dashboard.toast?.text
                == "wrote p.json, values hidden, which will not work (:hide 0), 1 denied until now: IAM policy for 5 audiences, hide level 2"
        )
    }

    // MARK: - Trust

    @Test("e t opens the formats, each with a letter of its own")
    func menu() {
        let menu = Self.refused.pressed([.character("e"), .character("t")])
        #expect(menu.place == .menu)
        let text = menu.render().text
        #expect(text.contains("trust for 1 audience, hide level 1"))
        for format in TrustFormat.allCases {
            #expect(text.contains("\(format.key)  \(format.title.prefix(12))"), "\(format.rawValue)")
        }
        #expect(Set(TrustFormat.allCases.map(\.key)).count == TrustFormat.allCases.count)
        #expect(menu.pressed([.escape]).place == .flows)
    }

    @Test("An upstream is told of its own audience alone", arguments: TrustFormat.allCases)
    func ownAudience(format: TrustFormat) throws {
        var dashboard = Self.refused
        _ = dashboard.run("hide 0")
        let file = try #require(Self.trust(dashboard, format))
        #expect(file.fileExtension == format.fileExtension)
        #expect(file.contents.contains("https://billing.example.net"))
        #expect(!file.contents.contains("https://api.example.com"))
        #expect(file.contents.contains("hide level 0"))
        let isAboutSubjects = format != .apiGateway
        #expect(!isAboutSubjects || file.contents.contains("arn:aws:iam::123456789012:role/dev-api"))
    }

    @Test("What is JSON is read as JSON", arguments: TrustFormat.allCases.filter { $0.fileExtension == "json" })
    func json(format: TrustFormat) throws {
        #expect(!(try Self.object(Self.trust(Self.refused, format))).isEmpty)
    }

    @Test("What is YAML is read as YAML", arguments: [TrustFormat.envoy, .kubernetes])
    func yaml(format: TrustFormat) throws {
        let text = try #require(Self.trust(Self.refused, format)).contents
        let documents = Array(try Yams.load_all(yaml: text)).compactMap { $0 as? [String: Any] }
        #expect(documents.count == (format == .envoy ? 2 : 1))
        #expect(documents.allSatisfy { !$0.isEmpty })
    }

    @Test("A token's row means its audience; the events, everything that was seen", arguments: [("2", 1), ("3", 4)])
    func views(view: Character, count: Int) throws {
        var dashboard = Scenario.session().pressed([.character(view)])
        if view == "3" { while dashboard.selectedEvent?.handle != nil { dashboard.press(.up) } }
        #expect(dashboard.trustSubject?.audiences.count == count)
    }

    @Test("A request that got no token is told of with the principal of the others")
    func refusedBySTS() {
        let dashboard = Scenario.session(holding: 1189)
        #expect(dashboard.trustSubject?.audiences == ["https://data.partner.io"])
        #expect(dashboard.trustSubject?.subject == "arn:aws:iam::123456789012:role/dev-api")
    }

    @Test("By name they are written to a file of a name")
    func named() {
        var dashboard = Self.refused
        guard case .write(let file)? = dashboard.run("export trust-kubernetes aws.yaml").first else {
            return #expect(Bool(false), "no file")
        }
        #expect(file.path == "aws.yaml")
        #expect(dashboard.run("export trust") == [])
        #expect(dashboard.dialog == .menu(.trust))
    }

    @Test("Before anything was minted there is nothing of the kind")
    func nothing() {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(Scenario.beginning)
        #expect(dashboard.press(.character("e")) == [])
        #expect(dashboard.toast?.text == "nothing to export yet")
        #expect(dashboard.run("export policy") == [])
        #expect(dashboard.toast?.text == "no policy to export here")
    }

    // MARK: - Remedies

    @Test("The Why pane names the keys, and they do it")
    func remedies() throws {
        let why = Self.refused.pressed([.enter])
        #expect(why.bodyLines.contains { $0.text.contains("y e  copy an evidence card") })
        #expect(Keymap.standard.key(for: .policy) == "e p")
        #expect(Keymap.standard.key(for: .trust) == "e t")
        var copied = why.pressed([.character("y")])
        guard case .copy(let clip)? = copied.press(.character("e")).first else {
            return #expect(Bool(false), "nothing was copied")
        }
        #expect(clip.name == "evidence card of #1187")
        let file = try KeysFile("bind inspector F4 copy", name: "keys.conf")
        #expect(Keymap.standard.applying(file).key(for: .evidence) == "F4 e")
    }
}
