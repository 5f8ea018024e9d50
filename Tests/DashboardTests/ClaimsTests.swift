import Canvas
import Diagnosis
import ProxyCore
import Testing

@testable import Dashboard

@Suite("A decoded token, explained")
struct ClaimsTests {
    /// The token that 1186 carried, or B1 of billing, which has no token before it.
    private func lines(_ token: String = "A3", width: Int, _ change: (inout Dashboard) -> Void = { _ in }) throws
        -> [String]
    {
        var dashboard = Scenario.session()
        change(&dashboard)
        let scene = dashboard.scene
        let generations = scene.traffic.tokens.rows.flatMap(\.generations)
        let generation = try #require(generations.first { $0.id.description == token })
        return ClaimsText(generation, scene, width: width).text.lines.map(\.text)
    }

    private func line(_ name: String, _ lines: [String]) throws -> String {
        try #require(lines.first { $0.drop { $0 == " " }.hasPrefix("\(name) ") })
    }

    @Test(
        "What a claim is for stands beside it where there is room, with a column for notes or without",
        arguments: [78, 89, 118])
    func explained(width: Int) throws {
        let lines = try lines("B1", width: width)
        #expect(try line("aud", lines).hasSuffix("who may accept it"))
        #expect(try line("aws_account", lines).hasSuffix("the account that asked"))
        #expect(lines.allSatisfy { Canvas.width($0) <= width })
    }

    @Test("Nothing is cut for it")
    func notExplained() throws {
        let lines = try lines("B1", width: 60)
        let issuer = try line("iss", lines)
        #expect(!issuer.contains("who vouches"))
    }

    @Test(
        "The algorithm is compared with the one that was asked for, where that is known",
        arguments: [
            (SigningAlgorithm.rs256, "RS256 as asked; ES384 is the other one"), (.es384, "ES384 was asked for"),
            (nil, "how it is signed"),
        ] as [(SigningAlgorithm?, String)])
    func algorithm(asked: SigningAlgorithm?, note: String) throws {
        for width in [100, 118] {
            var configuration = Scenario.configuration()
            configuration.wish.algorithm = asked
            var dashboard = Dashboard(configuration)
            dashboard.take(Scenario.mint(Scenario.api, "A", 0, 1, at: "14:30:00", took: 400))
            let row = try #require(dashboard.live.tokens.rows.first?.newest)
            let lines = ClaimsText(row, dashboard.scene, width: width).text.lines.map(\.text)
            #expect(try line("alg", lines).hasSuffix(note))
        }
    }

    @Test("That the principal is the subject is said only where it is")
    func principal() throws {
        let facts = Scenario.facts(Scenario.api, 0, 1, issuedAt: Scenario.now, life: 3_600)
        func words(_ value: String) -> String? {
            ClaimMeaning.words(for: .aws("principal_id"), .string(value), of: facts, asked: nil)
        }
        let subject = try #require(facts.subject)
        #expect(words(subject) == "who asked, as AWS names it: same ARN as sub")
        #expect(words("\(subject)/other") == "who asked, as AWS names it")
    }

    @Test("The end of the role session is read out as the other moments are; what is no moment stays as it is")
    func sessionEnd() {
        let scene = Scenario.session().scene
        func value(_ text: String) -> ClaimValue {
            ClaimValue(name: .aws("original_session_exp"), value: .string(text), scene: scene)
        }
        let moment = value("2026-11-21T15:41:00.987Z")
        #expect(moment.text == "\"2026-11-21T15:41:00.987Z\"   15:41:00   in 1h08m")
        #expect(moment.brief == "15:41:00")
        #expect(value("soon").text == "\"soon\"")
    }

    @Test("The verdict on the signature stands in the column for notes, or below")
    func signature() throws {
        let wide = try lines(width: 118)
        let place = try #require(wide.firstIndex { $0.hasPrefix("signature") })
        #expect(wide[place].contains("| not checked (v fetches the issuer's keys and"))
        #expect(wide[place + 1].contains("| checks the signature)"))
        let narrow = try lines(width: 58)
        let below = try #require(narrow.firstIndex { $0.hasPrefix("signature") })
        #expect(narrow[below + 1].hasPrefix("           not checked"))
    }

    @Test("Whoever else needs to know is named, with the keys that write it down; where no key does, nothing is")
    func forOthers() throws {
        let lines = try lines(width: 78)
        #expect(lines.contains("for the upstream  e t  trust configuration: issuer, audience and subject"))
        #expect(lines.contains("for your admin    e p  IAM policy: audience, life and algorithm"))
        let scene = Scenario.session().scene
        let without = Scene(
            traffic: scene.traffic, time: scene.time, veil: scene.veil,
            keymap: Keymap(scene.keymap.bindings.filter { $0.action != .exportMenu }), algorithm: nil)
        let generation = try #require(scene.traffic.tokens.rows.first?.newest)
        #expect(!ClaimsText(generation, without, width: 78).text.lines.contains { $0.text.hasPrefix("for ") })
    }

    @Test("A token that is signed in another way, or by another key, says so beside its header", arguments: [98, 118])
    func otherHeader(width: Int) throws {
        let lines = try lines("A4", width: width) { $0.take(Scenario.otherSigner) }
        let place = try #require(lines.firstIndex { $0.hasPrefix("  alg  ES384   kid  9e..01") })
        #expect(lines[place].contains("| alg ! was RS256  IDENTITY CHANGED"))
        #expect(lines[place + 1].contains("| kid ~ was 5f..c2"))
    }

    @Test("Where the claims are not kept any more, the tab says so and shows what is")
    func notKept() {
        var end = FlowEnd(
            start: Scenario.start(1197, "14:32:09", "GET", "api.example.com", "/", Scenario.api), time: Scenario.now)
        (end.status, end.use) = (200, .hit)
        end.token = Scenario.sent("A", 0, 99, "f0f0f0", left: .seconds(60))
        let text = FlowTokenText(FlowRecord(start: end.start, end: end), Scenario.session().scene, width: 118).text
        let lines = text.lines.map(\.text)
        #expect(lines.first == "A99   sha256:f0f0f0   1,214 B")
        #expect(lines.dropFirst().first?.hasPrefix("Its claims are not kept any more: ") == true)
        #expect(text.stops.isEmpty)
    }
}
