import Dashboard
import Foundation
import JotopTestSupport
import ProxyCore
import Synchronization
import Testing

@testable import JotopApp

/// A folder of programs that take the place of the real ones: each keeps what it is given in a file.
private final class FakeTools: Sendable {
    let folder: URL
    let sent = Mutex<[String]>([])

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "jotop-tools-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func add(_ name: String, _ script: String) throws {
        let file = folder.appending(path: name)
        try "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"\(name) $*\" >> calls\n\(script)\n".write(
            to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// tmux with buffers as files, the newest of the highest number.
    func addTmux() throws {
        try add(
            "tmux",
            """
            case "$1" in
            load-buffer) n=$(ls buffer* 2>/dev/null | wc -l); cat > "buffer$((9 - n))" ;;
            list-buffers) ls buffer* 2>/dev/null ;;
            show-buffer) cat "$3" ;;
            delete-buffer) rm "$3" ;;
            esac
            """)
    }

    func text(_ file: String) -> String? {
        try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    var buffers: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("buffer") }.sorted().compactMap { text($0) }
    }

    /// A clipboard that finds these programs, and whose terminal keeps what it is sent.
    func clipboard(_ variables: [String: String], limit: Int = 1_000) -> Clipboard {
        let environment = ["TERM": "xterm-256color", "PATH": "\(folder.path):/usr/bin:/bin"]
        return Clipboard(environment: environment.merging(variables) { $1 }, limit: .seconds(60)) { [self] text in
            guard text.utf8.count <= limit else { return false }
            sent.withLock { $0.append(text) }
            return true
        }
    }
}

@Suite("The clipboard", .timeLimit(.minutes(3)))
struct ClipboardTests {
    private static let tmux = ["TMUX": "/tmp/tmux-0/default,1,0"]

    @Test("Inside tmux the text goes to tmux on its standard input, and to nothing else")
    func tmux() async throws {
        let tools = try FakeTools()
        try tools.addTmux()
        #expect(await tools.clipboard(Self.tmux).copy("it's a\nsecret") == .sent(route: "tmux"))
        #expect(tools.buffers == ["it's a\nsecret"])
        #expect(tools.text("calls") == "tmux load-buffer -w -\n")
        #expect(tools.sent.withLock { $0 } == [])
    }

    @Test("A tmux that knows no -w keeps the text itself; one that fails leaves it to the terminal")
    func olderTmux() async throws {
        let tools = try FakeTools()
        try tools.add("tmux", "[ \"$2\" = -w ] && exit 1; cat > buffer")
        #expect(await tools.clipboard(Self.tmux).copy("x") == .sent(route: "tmux (its own buffer)"))
        try tools.add("tmux", "exit 1")
        #expect(await tools.clipboard(Self.tmux).copy("y") == .sent(route: "OSC 52"))
        #expect(tools.sent.withLock { $0 } == ["y"])
    }

    @Test(
        "Elsewhere the terminal gets it, and the desktop's own program only where the desktop is this machine's",
        arguments: [
            ([:], "OSC 52"), (["DISPLAY": ":0"], "OSC 52 and xclip"),
            (["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"], "OSC 52 and wl-copy"),
            (["DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"], "OSC 52"),
            (["DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"], "OSC 52 and xclip"),
            (["TERM": "linux", "DISPLAY": ":0"], "xclip"),
        ] as [([String: String], String)])
    func routes(environment: [String: String], route: String) async throws {
        let tools = try FakeTools()
        for name in ["xclip", "wl-copy"] { try tools.add(name, "cat > \(name).text") }
        #expect(await tools.clipboard(environment).copy("text") == .sent(route: route))
        #expect((tools.text("xclip.text") == "text") == route.contains("xclip"))
    }

    /// Run by itself, nothing else in this process has switched SIGPIPE off.
    @Test("A tool that leaves without reading is one that failed, and ends nobody")
    func leavesWithoutReading() async throws {
        let tools = try FakeTools()
        let text = String(repeating: "x", count: 1 << 18)
        for name in ["tmux", "xclip"] { try tools.add(name, "exec 0<&-; exit 1") }
        let environment = Self.tmux.merging(["TERM": "linux", "DISPLAY": ":0"]) { $1 }
        #expect(await tools.clipboard(environment).copy(text) == .noRoute)
        #expect(tools.text("calls")?.split(separator: "\n").count == 3)
    }

    @Test("What is too long for the terminal, and what has no way at all, is told apart")
    func noWay() async throws {
        let tools = try FakeTools()
        #expect(await tools.clipboard([:], limit: 3).copy("long") == .tooLong)
        #expect(await tools.clipboard(["TERM": "linux"]).copy("text") == .noRoute)
    }

    // MARK: - Taking a token off again

    @Test("In tmux every buffer that holds the token goes, and others stay")
    func replacedInTmux() async throws {
        let tools = try FakeTools()
        try tools.addTmux()
        let clipboard = tools.clipboard(Self.tmux)
        _ = await clipboard.copy("token")
        _ = await clipboard.copy("mine")
        #expect(await clipboard.replace("token", number: 1))
        #expect(tools.buffers == ["mine"])
        _ = await clipboard.copy("token")
        #expect(await clipboard.replace("token", number: 3))
        #expect(tools.buffers.contains(Clipboard.placeholder) && !tools.buffers.contains("token"))
        #expect(await !clipboard.replace("token", number: 3))
    }

    @Test("A terminal's clipboard is replaced unless something else was copied from here meanwhile")
    func replacedInTerminal() async throws {
        let tools = try FakeTools()
        let clipboard = tools.clipboard([:])
        _ = await clipboard.copy("token")
        #expect(await clipboard.replace("token", number: 1))
        #expect(tools.sent.withLock { $0 } == ["token", Clipboard.placeholder])
        _ = await clipboard.copy("token")
        _ = await clipboard.copy("other")
        #expect(await !clipboard.replace("token", number: 2))
        #expect(tools.sent.withLock { $0.last } == "other")
    }

    @Test("The desktop's clipboard is left alone if somebody else's text stands there by then")
    func leftAlone() async throws {
        let tools = try FakeTools()
        try tools.add("xclip", "case \"$*\" in *-out*) echo mine ;; *) cat > xclip.text ;; esac")
        let clipboard = tools.clipboard(["TERM": "linux", "DISPLAY": ":0"])
        _ = await clipboard.copy("token")
        #expect(await !clipboard.replace("token", number: 1))
        #expect(tools.text("xclip.text") == "token")
    }

    // MARK: - The courier

    /// Runs a courier whose engine hands out a token, and gives back what was told.
    private func deliveries(
        _ tools: FakeTools, _ effects: [Dashboard.Effect], token: Token?,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) async -> [Delivery] {
        let orders = AsyncStream.makeStream(of: EngineOrder.self)
        let engine = Task {
            for await order in orders.stream { if case .reveal(_, _, let answer) = order { answer(token) } }
        }
        defer { engine.cancel() }
        let courier = Courier(clipboard: tools.clipboard([:]), orders: orders.continuation, sleep: sleep)
        let told = AsyncStream.makeStream(of: Delivery.self)
        for effect in effects { courier.take(effect) }
        async let running: Void = courier.run { told.continuation.yield($0) }
        var all: [Delivery] = []
        for await delivery in told.stream {
            all.append(delivery)
            if all.count == effects.count { courier.finish() }
            if case .tokenCopied = delivery { continue }
            if all.count >= effects.count { break }
        }
        await running
        return all
    }

    private func token() -> Token {
        Token(
            facts: TokenFacts(
                id: TokenID(handle: TokenHandle(index: 0), generation: 1), audiences: AudienceSet("urn:a"),
                print: "a1b2c3",
                length: 10, issuedAt: WallTime(seconds: 0), expiresAt: WallTime(seconds: 60), header: .null,
                claims: .null),
            authorization: Secret("Bearer the.whole.token"), born: .now, dies: .now.advanced(by: .seconds(60)))
    }

    @Test("A whole token is put there without its scheme, and taken off when its time is over")
    func tokenExpires() async throws {
        let tools = try FakeTools()
        let token = token()
        let told = await deliveries(
            tools, [.copyToken(token.facts.id, of: AudienceSet("urn:a"))], token: token, sleep: { _ in })
        #expect(
            told == [
                .tokenCopied(token.facts.id, route: "OSC 52", lasting: .seconds(30)), .tokenReplaced(token.facts.id),
            ])
        #expect(tools.sent.withLock { $0 } == ["the.whole.token", Clipboard.placeholder])
        #expect(!"\(told)".contains("whole"))
    }

    @Test("It is taken off at once when the program ends before")
    func tokenAtTheEnd() async throws {
        let tools = try FakeTools()
        let token = token()
        _ = await deliveries(
            tools, [.copyToken(token.facts.id, of: AudienceSet("urn:a"))], token: token,
            sleep: { try await Task.sleep(for: $0 * 100) })
        #expect(tools.sent.withLock { $0 } == ["the.whole.token", Clipboard.placeholder])
    }

    @Test("Where another token is in use by then, nothing is copied")
    func tokenGone() async throws {
        let tools = try FakeTools()
        let id = TokenID(handle: TokenHandle(index: 0), generation: 1)
        let told = await deliveries(
            tools, [.copyToken(id, of: AudienceSet("urn:a"))], token: nil, sleep: { _ in })
        #expect(told == [.tokenGone(id)])
        #expect(tools.sent.withLock { $0 } == [])
    }
}

@Suite("Files that are exported")
struct ExportWriterTests {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jotop-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("A file is its owner's alone, and never takes another's place")
    func writes() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let stem = folder.appending(path: "jotop-1").path
        let file = ExportFile(name: "HAR", path: nil, stem: stem, fileExtension: "har", contents: "one")
        #expect(try ExportWriter.write(file) == stem + ".har")
        #expect(try ExportWriter.write(file) == stem + "-2.har")
        let mode = try FileManager.default.attributesOfItem(atPath: stem + ".har")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let named = ExportFile(name: "HAR", path: stem + ".har", stem: "", fileExtension: "har", contents: "two")
        #expect(throws: (any Error).self) { try ExportWriter.write(named) }
        #expect(try String(contentsOfFile: stem + ".har", encoding: .utf8) == "one")
    }
}
