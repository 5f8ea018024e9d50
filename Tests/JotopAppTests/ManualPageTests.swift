import ArgumentParser
import Dashboard
import Foundation
import ProxyCore
import Testing

@testable import JotopApp

/// The manual page, made of the commands' own tables.
private struct ManualPage {
    private let root: JSONValue

    init() throws {
        let dump = try JSONDecoder().decode(JSONValue.self, from: Data(JotopCommand._dumpHelp().utf8))
        root = dump["command"] ?? .null
    }

    var text: String {
        let parts =
            [
                #".TH JOTOP 1 "" "jotop \#(JotopCommand.configuration.version)" "User Commands""#, ".SH NAME",
                "jotop \\- " + roff(root["abstract"]?.string ?? ""), ".SH SYNOPSIS", ".B jotop",
                "[\\fIcommand\\fR] [\\fIoptions\\fR]",
                ".SH COMMANDS",
            ] + commands + [".SH OPTIONS OF RUN"] + options(of: "run") + [".SH KEYS"] + keys + [".SH COMMAND LINE"]
            + verbs + files
        return parts.joined(separator: "\n") + "\n"
    }

    private var subcommands: [JSONValue] {
        guard case .array(let list)? = root["subcommands"] else { return [] }
        return list.filter { $0["commandName"]?.string != "help" }
    }

    private var commands: [String] {
        subcommands.flatMap { command in
            [".TP", ".B " + roff(command["commandName"]?.string ?? ""), roff(command["abstract"]?.string ?? "")]
        }
    }

    private func options(of name: String) -> [String] {
        let command = subcommands.first { $0["commandName"]?.string == name }
        guard case .array(let arguments)? = command?["arguments"] else { return [] }
        return arguments.flatMap { argument -> [String] in
            guard case .array(let names)? = argument["names"] else { return [] }
            let long = names.compactMap { $0["kind"]?.string == "long" ? $0["name"]?.string : nil }
            guard let flag = long.first, flag != "help", flag != "version" else { return [] }
            let value =
                argument["kind"]?.string == "option" ? " \\fI\(roff(argument["valueName"]?.string ?? ""))\\fR" : ""
            let variable = flag.uppercased().replacing("-", with: "_")
            return [
                ".TP", "\\fB\\-\\-\(roff(flag))\\fR\(value)", roff(argument["abstract"]?.string ?? ""),
                "Variable: \(variable).",
            ]
        }
    }

    private var keys: [String] {
        Binding.Group.allCases.flatMap { group in
            [".SS \(group.title)"]
                + KeyManual.rows(of: group).flatMap { row in
                    [
                        ".TP", ".B " + roff(row.keys.joined(separator: ", ")),
                        roff("\(row.words) (\(row.name); \(row.views.joined(separator: ", ")))"),
                    ]
                }
        }
    }

    private var verbs: [String] {
        KeyManual.verbs.flatMap { [".TP", ".B " + roff($0.line), roff($0.help)] }
    }

    private var files: [String] {
        [
            ".SH FILES", ".TP", ".I $XDG_CONFIG_HOME/jotop/keys.conf",
            "Keys of your own: bind VIEW KEY COMMAND, a line each.", ".TP",
            ".I $XDG_CONFIG_HOME/jotop/columns.conf", "The columns of the lists, as C on the dashboard writes them.",
            ".TP",
            ".I $XDG_STATE_HOME/jotop/filters", "Saved filters, a line each.", ".TP",
            ".I $XDG_STATE_HOME/jotop/history",
            "The last lines of each prompt.",
            ".SH EXIT STATUS", "0 success, 1 the work failed, 64 wrong usage.",
        ]
    }

    /// Text as roff takes it literally (groff(7), \"Escapes\").
    private func roff(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
}

@Suite("The manual page")
struct ManualPageTests {
    private static var file: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/jotop.1").standardized
    }

    /// `JOTOP_RECORD_GOLDENS=1` writes it.
    @Test("docs/jotop.1 is what flags, keys and commands say")
    func same() throws {
        let text = try ManualPage().text
        if ProcessInfo.processInfo.environment["JOTOP_RECORD_GOLDENS"] == "1" {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text)
    }

    @Test("It has every flag of run, every command and every key")
    func complete() throws {
        let text = try ManualPage().text.replacing("\\-", with: "-").replacing("\\e", with: "\\")
        for flag in RunCommand.helpMessage().matches(of: /--([a-z-]+)/).map({ String($0.1) })
        where flag != "help" && flag != "version" {
            #expect(text.contains("\\fB--\(flag)\\fR"), "\(flag)")
        }
        for command in ["run", "demo", "sts", "token", "decode", "doctor"] { #expect(text.contains(".B \(command)\n")) }
        for key in Keymap.standard.bindings.flatMap(\.keys) { #expect(text.contains(key.name), "\(key.name)") }
    }
}
