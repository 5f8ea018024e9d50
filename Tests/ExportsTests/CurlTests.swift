import Foundation
import ProxyCore
import Testing

@testable import Exports

@Suite("Requests as curl commands")
struct CurlTests {
    /// What a shell makes of a command: one line a word.
    private func words(_ command: String) throws -> [String] {
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "curl() { for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }; \(command)"]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\0", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    @Test("It goes through the proxy, names its upstream, and carries no credential")
    func plain() throws {
        let flow = Samples.flow(fields: [
            CapturedField(name: "accept", value: "application/json"),
            CapturedField(name: "Cookie", value: "<redacted, 40 bytes>"),
        ])
        let command = CurlCommand(flow, through: Samples.proxy, StubVeil())
        #expect(
            try words(command.text) == [
                "http://127.0.0.1:8080/v2/invoices?limit=5&q=caf%C3%A9", "-H", "X-Upstream-Host: billing.example.net",
                "-H", "accept: application/json",
            ])
        #expect(command.caveats == ["without Cookie"])
        #expect(!command.text.lowercased().contains("authorization"))
    }

    @Test(
        "Whatever stands in a path or a field, the shell reads it back as it was",
        arguments: [
            "it's", "$(reboot)", "`id`", "a\\b", "\"x\"", "a b;c|d&e>f<g", "*?[a]{b}", "!history", "é漢", "'''", "#x",
        ])
    func quoting(text: String) throws {
        let flow = Samples.flow("PATCH", "/\(text)", fields: [CapturedField(name: "X-Note", value: text)])
        let words = try words(CurlCommand(flow, through: Samples.proxy, StubVeil()).text)
        #expect(words.contains("http://127.0.0.1:8080/\(text)"))
        #expect(words.contains("X-Note: \(text)"))
        #expect(words.prefix(2) == ["-X", "PATCH"])
    }

    @Test(
        "Methods and odd targets become the options that curl has for them",
        arguments: [
            ("HEAD", "/", ["--head"]), ("GET", "/a/../b", ["--path-as-is"]), ("GET", "/{x}", ["--globoff"]),
            ("OPTIONS", "*", ["-X", "OPTIONS", "--request-target", "*"]),
        ] as [(String, String, [String])])
    func options(method: String, path: String, options: [String]) throws {
        let words = try words(CurlCommand(Samples.flow(method, path), through: Samples.proxy, StubVeil()).text)
        #expect(Array(words.prefix(options.count)) == options)
    }

    @Test("A pinned upstream needs no header, and a wildcard is asked on loopback")
    func pinned() {
        let proxy = ProxyAddress(listener: "https://0.0.0.0:8443", upstream: "https://api.example.com")
        let command = CurlCommand(Samples.flow("GET", "/v1"), through: proxy, StubVeil())
        #expect(command.text == "curl https://127.0.0.1:8443/v1")
    }

    @Test("What would be obeyed while it is pasted is left out, and said")
    func controls() {
        let flow = Samples.flow(fields: [CapturedField(name: "X-Odd", value: "a\u{1B}[2J")])
        let command = CurlCommand(flow, through: Samples.proxy, StubVeil())
        #expect(!command.text.contains("\u{1B}"))
        #expect(command.caveats == ["without X-Odd"])
    }

    @Test("What hiding changes, and what was not kept, is said")
    func caveats() {
        var end = FlowEnd(start: Samples.start("POST", "/in?access_token=<redacted>"), time: Samples.time)
        end.requestBytes = 48_000
        let flow = ExportedFlow(start: end.start, end: end)
        let caveats = CurlCommand(flow, through: Samples.proxy, StubVeil(level: 2)).caveats
        #expect(caveats == ["hide level 2 changed it", "a parameter is redacted", "without its body of 48000 B"])
    }

    @Test("A script has a command a request, is a script to a shell, and prints its hide level")
    func script() throws {
        let flows = [Samples.flow(), Samples.flow("PUT", "/x y")]
        let text = CurlScript.text(flows, through: Samples.proxy, at: Samples.time, StubVeil())
        #expect(text.hasPrefix("#!/bin/sh\n"))
        #expect(text.contains("hide level 0"))
        #expect(try words(text).count { $0.hasPrefix("http://127.0.0.1:8080/") } == 2)
    }
}
