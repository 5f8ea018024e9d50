import Canvas
import Foundation
import ProxyCore
import Testing

@testable import Dashboard

@Suite("What leaves the program")
struct TakingAlongTests {
    private func clip(_ dashboard: Dashboard, _ keys: [Key]) -> Clip? {
        var copy = dashboard
        for key in keys.dropLast() { copy.press(key) }
        guard let last = keys.last, case .copy(let clip)? = copy.press(last).first else { return nil }
        return clip
    }

    private var refused: Dashboard { Scenario.session(holding: 1187) }

    @Test(
        "Each letter of the copy menu copies what it says",
        arguments: [
            ("u", "URL of #1187", "https://billing.example.net/v2/invoices"),
            (
                "c", "curl of #1187",
                "curl http://127.0.0.1:8080/v2/invoices -H 'X-Upstream-Host: billing.example.net' -H 'accept: application/json' -H 'user-agent: myapp/1.2'"
            ),
            ("p", "print of B1", "9c41e7"),
        ])
    func copies(key: Character, name: String, text: String) {
        let clip = clip(refused, [.character("y"), .character(key)])
        #expect(clip?.name == name)
        #expect(clip?.text == text)
    }

    @Test("Heads and claims are copied without a credential, with the hide level in them")
    func heads() throws {
        let heads = try #require(clip(refused, [.character("y"), .character("h")])).text
        #expect(heads.contains("hide level 1") && heads.contains("WWW-Authenticate"))
        #expect(heads.contains("> Authorization: Bearer <redacted"))
        let claims = try #require(clip(refused, [.character("y"), .character("k")])).text
        #expect(
            claims.contains("\"hideLevel\": 1") && claims.contains("1234..9012") && !claims.contains("123456789012"))
    }

    @Test("One claim is chosen from a menu of its own")
    func claim() {
        let menu = refused.pressed([.character("y"), .character("1")])
        #expect(menu.render().text.contains("copy a claim of B1"))
        #expect(clip(menu, [.character("2")])?.name == "claim sub of B1")
        #expect(clip(menu, [.character("2")])?.text == "arn:aws:iam::1234..9012:role/dev-api")
        #expect(menu.pressed([.character("Z")]).place == .menu)
        #expect(menu.pressed([.escape]).place == .flows)
    }

    @Test("The claim that the cursor is on is copied at once, and named in the menu")
    func claimAtCursor() {
        let claims = Scenario.session().pressed([.character("2"), .enter])
        let label = claims.selectedClaim?.label ?? ""
        #expect(claims.pressed([.character("y")]).render().text.contains("claim \(label)"))
        #expect(clip(claims, [.character("y"), .character("1")])?.name == "claim \(label) of A3")
    }

    @Test("The screen goes to a file as it stands, once the command line is gone", arguments: ["", "shot.txt"])
    func snap(name: String) {
        var dashboard = refused
        let effects = dashboard.run("snap \(name)")
        let file = ExportFile(
            name: "screen of 80 x 24", path: name.isEmpty ? nil : name, stem: "jotop-20261121-143208",
            fileExtension: "txt", contents: "")
        #expect(effects == [.snap(file)])
        #expect(dashboard.place == .flows)
        dashboard.tell(.delivered(.wrote(file.holding("x"), path: "shot.txt")))
        #expect(dashboard.toast?.text == "wrote shot.txt: screen of 80 x 24, hide level 1")
    }

    @Test(
        "Tokens and events have their own entries, and only those",
        arguments: [("2", "claims as JSON"), ("3", "the text on screen")])
    func entries(view: String, entry: String) {
        let menu = Scenario.session().pressed([.character(Character(view)), .character("y")]).render().text
        #expect(menu.contains(entry))
        #expect(!menu.contains("curl"))
    }

    @Test("An export is of the rows of the list, and of the one whose details are open")
    func exports() throws {
        var dashboard = Scenario.session().pressed([.character("!")])
        dashboard.press(.character("e"))
        #expect(dashboard.render().text.contains("export 7 rows, hide level 1"))
        guard case .write(let file)? = dashboard.press(.character("n")).first else {
            return #expect(Bool(false), "no file")
        }
        #expect(file.contents.split(separator: "\n").count == 8)
        #expect((file.stem, file.fileExtension) == ("jotop-20261121-143208", "ndjson"))
        #expect(file.path == nil)
        var inspected = refused.pressed([.enter])
        guard case .write(let one)? = inspected.run("export har mine.har").first else {
            return #expect(Bool(false), "no file")
        }
        #expect(one.path == "mine.har")
        #expect(one.name == "HAR, redacted of 1 flow")
    }

    @Test("No export shows what the screen hides", arguments: 0...3)
    func hidden(level: Int) {
        var dashboard = refused
        _ = dashboard.run("hide \(level)")
        var texts: [String] = []
        for letter in "uchktep" { texts += [clip(dashboard, [.character("y"), .character(letter)])?.text ?? ""] }
        for item in ExportItem.all + ExportItem.trust {
            if case .file(let draft)? = item.make(dashboard) { texts.append(draft.contents) }
        }
        for text in texts {
            #expect(level == 0 || !text.contains("123456789012"))
            #expect(level < 2 || !text.contains("billing.example.net"), "\(text.prefix(300))")
        }
        let named = texts.suffix(ExportItem.all.count - 1 + ExportItem.trust.count)
        #expect(named.count == 15)
        for text in named {
            #expect(
                text.contains("hide level \(level)") || text.contains("HideLevel\(level)")
                    || text.contains("\"hide\":\(level)"), "\(text.prefix(300))")
        }
    }

    @Test("A whole token is asked about, with its audience and what it has left, and no text has it")
    func token() {
        var dashboard = Scenario.session().pressed([.character("2"), .down])
        #expect(dashboard.press(.character("Y")) == [])
        let box = dashboard.render().text
        #expect(
            box.contains("Copy all of token B1?") && box.contains("https://billing.example.net") && box.contains("52m"))
        var kept = dashboard
        #expect(kept.press(.enter) == [])
        let id = TokenID(handle: TokenHandle(index: 1), generation: 1)
        #expect(dashboard.press(.character("y")) == [.copyToken(id, of: Scenario.billing)])
        #expect(clip(Scenario.session().pressed([.character("2"), .down]), [.character("y"), .character("Y")]) == nil)
    }

    @Test("Only a token that is in use can be copied")
    func retired() {
        var dashboard = Scenario.session().pressed([.character("2"), .down, .down])
        #expect(dashboard.press(.character("Y")) == [])
        #expect(dashboard.place == .tokens)
        #expect(dashboard.toast?.isError == true)
    }

    @Test("What came of it is told, and is an event")
    func told() {
        var dashboard = Scenario.session()
        dashboard.tell(.delivered(.copied(Clip("curl of #1", "curl x", caveats: ["without Cookie"]), route: "OSC 52")))
        #expect(
            dashboard.toast?.text
                == "copied curl of #1, 6 B, without Cookie, by OSC 52: unconfirmed. L if it did not arrive")
        let file = ExportFile(name: "HAR of 2 flows", path: nil, stem: "s", fileExtension: "har", contents: "")
        dashboard.tell(.delivered(.wrote(file, path: "s.har")))
        #expect(dashboard.toast?.text == "wrote s.har: HAR of 2 flows, hide level 1")
        dashboard.tell(.delivered(.notWritten("s.har", reason: "there is a file of that name")))
        #expect(dashboard.toast?.isError == true)
        #expect(dashboard.live.events.logLines == 3)
    }

    @Test("L hands over the view as text: rows of a list, every line of what is open")
    func dump() {
        var dashboard = refused
        guard case .dump(let list)? = dashboard.press(.character("L")).first else {
            return #expect(Bool(false), "no dump")
        }
        #expect(list.contains("/v2/invoices") && !list.contains("Ent inspect"))
        dashboard.press(.enter)
        guard case .dump(let why)? = dashboard.press(.character("L")).first else {
            return #expect(Bool(false), "no dump")
        }
        #expect(dashboard.bodyLines.allSatisfy { $0.width == 0 || why.contains($0.text) })
    }

    @Test("Where there is no room for a view, p hands over its newest rows", arguments: ["p", "L"])
    func dumpOfTooSmall(key: String) {
        var dashboard = Scenario.session(columns: 38, rows: 7)
        guard case .dump(let log)? = dashboard.press(.character(Character(key))).first else {
            return #expect(Bool(false), "no dump")
        }
        #expect(log.contains("14:32:07") && log.contains("/v1/health") && !log.contains("jotop needs"))
    }
}
