import Foundation
import Testing

@testable import Dashboard

@Suite("The page about keys")
struct KeyManualTests {
    private static var page: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/keys.md").standardized
    }

    /// `JOTOP_RECORD_GOLDENS=1` writes it.
    @Test("docs/keys.md is what the key table says")
    func page() throws {
        if ProcessInfo.processInfo.environment["JOTOP_RECORD_GOLDENS"] == "1" {
            try KeyManual.page.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == KeyManual.page)
    }

    @Test("It has every key of every action, and every command of the palette")
    func complete() {
        let page = KeyManual.page
        for binding in Keymap.standard.bindings {
            #expect(page.contains("| `\(binding.action.rawValue)` |"))
            for key in binding.keys.map({ $0.name == "|" ? "\\|" : $0.name }) {
                #expect(page.contains("`\(key)`"), "\(key)")
            }
        }
        for command in Command.all(in: .standard) {
            #expect(page.contains("`\(command.name)`") || page.contains("`:\(command.name)"), "\(command.name)")
        }
    }
}
