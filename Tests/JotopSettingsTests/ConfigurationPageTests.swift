import ArgumentParser
import Foundation
import JotopSettings
import Testing

@Suite("The page about the configuration")
struct ConfigurationPageTests {
    @Test("It has a row for each flag of run, with its variable, and no row for any other")
    func rows() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/configuration.md").standardized
        let text = try String(contentsOf: page, encoding: .utf8)
        let rows = text.matches(of: /(?m)^\| `--([a-z-]+)` \| [^|]+ \| `([A-Z_]+)` \| [^|]+ \|$/)
        let flags = Set(RunOptions.helpMessage().matches(of: /--([a-z-]+)/).map { String($0.1) })
        let own = flags.subtracting(["help"])
        #expect(own.count > 20)
        #expect(Set(rows.map { String($0.1) }) == own)
        #expect(rows.count == own.count)
        for row in rows { #expect(String(row.2) == SettingsReader.variable(String(row.1))) }
    }

    @Test("Every option has a value under its flag's name, so that none is parsed and then forgotten")
    func values() throws {
        let options = try RunOptions.parse(
            ["--headless", "--readonly", "--config", "x"] + Self.given.flatMap { ["--\($0)", "x"] })
        #expect(Set(options.values.keys) == Set(Self.given + ["headless", "readonly"]))
    }

    /// All flags that take a value, but the file itself.
    private static let given = Set(RunOptions.helpMessage().matches(of: /--([a-z-]+) </).map { String($0.1) })
        .subtracting(["config"]).sorted()
}
