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
            ] + commands + [".SH OPTIONS OF RUN"] + options(of: "run") + otherOptions + [".SH KEYS"] + keys
            + [".SH COMMAND LINE"] + verbs + files + environment + status
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

    private func arguments(of name: String) -> [JSONValue] {
        let command = subcommands.first { $0["commandName"]?.string == name }
        guard case .array(let arguments)? = command?["arguments"] else { return [] }
        return arguments.filter { !["help", "version"].contains(flag($0)) }
    }

    private func flag(_ argument: JSONValue) -> String? {
        guard case .array(let names)? = argument["names"] else { return nil }
        return names.lazy.compactMap { $0["kind"]?.string == "long" ? $0["name"]?.string : nil }.first
    }

    private func options(of name: String) -> [String] {
        arguments(of: name).flatMap { argument -> [String] in
            guard let flag = flag(argument) else { return [] }
            return option(argument, flag) + ["Variable: \(flag.uppercased().replacing("-", with: "_"))."]
        }
    }

    private func option(_ argument: JSONValue, _ flag: String) -> [String] {
        let name = roff(argument["valueName"]?.string ?? "")
        let value = argument["kind"]?.string == "option" ? " \\fI\(name)\\fR" : ""
        return [".TP", "\\fB\\-\\-\(roff(flag))\\fR\(value)", roff(argument["abstract"]?.string ?? "")]
    }

    /// What the other commands have besides, and what they share with `run`.
    private var otherOptions: [String] {
        let run = arguments(of: "run")
        let names = subcommands.compactMap { $0["commandName"]?.string }.filter { $0 != "run" }
        return names.flatMap { name -> [String] in
            let all = arguments(of: name)
            // The same flag may be another thing elsewhere: only one that says the same is the same.
            let shared = all.compactMap { argument in
                flag(argument).flatMap { flag in
                    run.contains { self.flag($0) == flag && $0["abstract"] == argument["abstract"] } ? flag : nil
                }
            }
            let own = all.filter { flag($0).map { !shared.contains($0) } ?? true }.flatMap { argument in
                flag(argument).map { option(argument, $0) } ?? positional(argument)
            }
            let likewise = shared.map { "\\fB\\-\\-\(roff($0))\\fR" }.joined(separator: ", ")
            return [".SH OPTIONS OF \(name.uppercased())"] + own
                + (shared.isEmpty ? [] : [".PP", "As of run: \(likewise)."])
        }
    }

    private func positional(_ argument: JSONValue) -> [String] {
        [".TP", "\\fI\(roff(argument["valueName"]?.string ?? ""))\\fR", roff(argument["abstract"]?.string ?? "")]
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
            ".I $XDG_CONFIG_HOME/jotop/colors.conf",
            "Colours of your own: ROLE = COLOUR[,ATTRIBUTE...], a line each.", ".TP",
            ".I $XDG_CONFIG_HOME/jotop/columns.conf", "The columns of the lists, as C on the dashboard writes them.",
            ".TP",
            ".I $XDG_STATE_HOME/jotop/filters", "Saved filters, a line each.", ".TP",
            ".I $XDG_STATE_HOME/jotop/history",
            "The last lines of each prompt.",
        ]
    }

    private var environment: [String] {
        let variables = [
            ("NO_COLOR, CLICOLOR", "set, or 0: no colours, unless --color asks for them."),
            ("TERM", "the terminal; dumb has no dashboard."),
            ("LC_ALL, LC_CTYPE, LANG", "whether lines and marks may be drawn with more than ASCII has."),
            ("TZ", "the time zone of the times on screen."),
            ("XDG_CONFIG_HOME, XDG_STATE_HOME", "where the files above are; else ~/.config and ~/.local/state."),
            ("SSL_CERT_FILE", "certificates to trust in place of the system's."),
            ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "proxies towards STS and upstreams."),
            ("AWS_PROFILE, AWS_REGION and the like", "credentials, region and endpoint, as the AWS SDKs take them."),
        ]
        return [".SH ENVIRONMENT", "Each flag of run has a variable, named with it. Besides:"]
            + variables.flatMap { [".TP", ".B " + roff($0), roff($1)] }
    }

    private var status: [String] {
        [".SH EXIT STATUS"] + ExitStatus.meanings.flatMap { [".TP", ".B " + $0, roff($1)] }
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

    private static var plain: String {
        get throws { try ManualPage().text.replacing("\\-", with: "-").replacing("\\e", with: "\\") }
    }

    @Test(
        "It has every command, and under it every flag",
        arguments: JotopCommand.configuration.subcommands.map(Named.init))
    func flags(_ command: Named) throws {
        let text = try Self.plain
        #expect(text.contains(".B \(command.name)\n"))
        let sections = text.components(separatedBy: "\n.SH ")
        let section = try #require(sections.first { $0.hasPrefix("OPTIONS OF \(command.name.uppercased())") })
        for flag in command.type.helpMessage().matches(of: /\n  (?:-[a-z], )?--([a-z-]+)/).map({ String($0.1) })
        where flag != "help" && flag != "version" {
            #expect(section.contains("\\fB--\(flag)\\fR"), "\(flag)")
        }
    }

    @Test("It has a line for each binding, with its keys, its command and where it works")
    func keys() throws {
        let lines = try Self.plain.split(separator: "\n").map(String.init)
        for group in Binding.Group.allCases {
            let start = try #require(lines.firstIndex(of: ".SS \(group.title)"))
            for row in KeyManual.rows(of: group) {
                let keys = row.keys.joined(separator: ", ")
                let index = try #require(
                    lines[start...].firstIndex(
                        of: ".B " + (keys.hasPrefix(".") || keys.hasPrefix("'") ? "\\&" : "") + keys),
                    "\(keys)")
                #expect(
                    lines[start...].contains { $0.hasSuffix("(\(row.name); \(row.views.joined(separator: ", ")))") })
                #expect(index > start)
            }
        }
    }

    @Test("What the exit status says is said once: the page of operations has the same table")
    func exitStatus() throws {
        let page = try String(
            contentsOf: Self.file.deletingLastPathComponent().appending(path: "operations.md"), encoding: .utf8)
        for (code, words) in ExitStatus.meanings { #expect(page.contains("| \(code) | \(words) |"), "\(code)") }
    }

    /// A command, for the name of a test.
    struct Named: Sendable, CustomTestStringConvertible {
        let type: any ParsableCommand.Type

        init(_ type: any ParsableCommand.Type) { self.type = type }

        var name: String { type.configuration.commandName ?? "" }
        var testDescription: String { name }
    }
}
