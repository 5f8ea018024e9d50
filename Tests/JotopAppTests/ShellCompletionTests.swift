import Foundation
import Testing

@testable import JotopApp

@Suite("Completion in shells")
struct ShellCompletionTests {
    /// What bash offers for a line, the cursor at its end.
    private func offers(_ words: [String]) throws -> [String] {
        let script = try #require(ShellCompletion.script(for: ["--generate-completion-script", "bash"]))
        let file = FileManager.default.temporaryDirectory.appending(path: "completion-\(UUID().uuidString).bash")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let line = words.map { "'\($0)'" }.joined(separator: " ")
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [
            "-c",
            """
            source '\(file.path)'
            COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
            _jotop jotop "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """,
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }

    @Test(
        "bash completes commands, what run takes where no command is named, and the values there are",
        arguments: [
            (["jotop", "de"], ["demo", "decode"]), (["jotop", "--upstream-h"], ["--upstream-host"]),
            (["jotop", "run", "--upstream-h"], ["--upstream-host"]), (["jotop", "demo", "--fo"], ["--for"]),
            (["jotop", "--log-level", "w"], ["warn"]),
            (["jotop", "--upstream-host", "a.example", "--token-a"], ["--token-audience"]),
        ])
    func bash(words: [String], expected: [String]) throws {
        let offers = try offers(words).map { $0.filter { $0 != " " } }
        #expect(Set(offers).isSuperset(of: expected), "\(offers)")
        #expect(!offers.contains { !$0.hasPrefix(words[words.count - 1]) }, "\(offers)")
    }

    @Test("Each shell has its script, with flags and commands in it", arguments: ["bash", "zsh", "fish"])
    func shells(name: String) throws {
        let script = try #require(ShellCompletion.script(for: ["--generate-completion-script=\(name)"]))
        for word in ["upstream-host", "doctor", "decode"] { #expect(script.contains(word)) }
    }

    @Test(
        "Other arguments are the parser's affair", arguments: [["run"], ["--generate-completion-script", "tcsh"], []])
    func others(arguments: [String]) { #expect(ShellCompletion.script(for: arguments) == nil) }
}
