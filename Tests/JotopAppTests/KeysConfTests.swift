import Canvas
import Dashboard
import Foundation
import Testing

@testable import JotopApp

@Suite("The user's keys")
struct KeysConfTests {
    @Test(
        "They are looked for where the user's configuration is",
        arguments: [
            (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/jotop/keys.conf"),
            (["HOME": "/h"], "/h/.config/jotop/keys.conf"),
            (["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/jotop/keys.conf"), ([:], nil),
        ] as [([String: String], String?)])
    func path(environment: [String: String], path: String?) {
        #expect(ConfigurationFile.path(of: "keys.conf", environment) == path)
    }

    @Test("Without a file the standard table is in force, and a bad file is told with its lines and what to do")
    func reads() throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "jotop-keys-\(UUID().uuidString)")
        let folder = base.appending(path: "jotop")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: base) }
        let environment = ["XDG_CONFIG_HOME": base.path]
        let standard = try KeysConf.keymap(environment)
        #expect(standard.bindings.count == Keymap.standard.bindings.count)
        let file = folder.appending(path: "keys.conf")
        try "bind tokens D evict\nbind tokens D refresh\n".write(to: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: KeysFileError.self) { try KeysConf.keymap(environment) }
        let lines = StartupError.lines(try #require(error))
        #expect(
            lines == [
                "jotop: \(file.path): both want D in the same view", "  line 1   bind tokens D evict",
                "  line 2   bind tokens D refresh", "  keep one of the two lines",
            ])
        try "bind tokens D evict\n".write(to: file, atomically: true, encoding: .utf8)
        #expect(try KeysConf.keymap(environment).action(for: .character("D"), in: .tokens) == .evict)
    }
}
