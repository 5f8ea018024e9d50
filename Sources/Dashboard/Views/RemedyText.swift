import Canvas
import Diagnosis

/// What to do about something, as its author broke it into lines: a policy statement keeps its shape.
///
/// Ids in a policy are shortened as everywhere, and then it says where the whole one is; from hide level 2 on it is not shown at all.
struct RemedyText {
    /// How far a line that did not fit is indented further.
    private static let hanging = 2

    /// - Parameters:
    ///   - names: texts of others that it may quote.
    ///   - indent: the column where each line begins.
    static func lines(
        _ remedy: String, _ scene: Scene, names: [String] = [], indent: Int = 0, role: Role = .text, width: Int
    ) -> [Line] {
        parts(of: remedy).flatMap { part in
            switch part {
            case .prose(let line): wrapped(veiled(line, names, scene.veil), indent: indent, role: role, width: width)
            case .policy(let lines) where scene.veil.level < 2:
                policy(lines, scene, indent: indent, role: role, width: width)
            case .policy:
                Line.wrapped(
                    Line(String(repeating: " ", count: indent)), hidden(scene.keymap), .dim, width: width,
                    indent: indent)
            }
        }
    }

    private static func policy(_ lines: [String], _ scene: Scene, indent: Int, role: Role, width: Int) -> [Line] {
        let shown = lines.map(scene.veil.text)
        let text = shown.flatMap { wrapped($0, indent: indent, role: role, width: width) }
        return shown == lines ? text : text + wrapped(shortened(scene.keymap), indent: indent, role: .dim, width: width)
    }

    private static func shortened(_ keymap: Keymap) -> String {
        "(\(keymap.key(for: .policy).map { "\($0), or " } ?? ""):hide 0, for the whole policy)"
    }

    private static func hidden(_ keymap: Keymap) -> String {
        "(a policy statement, which this hide level hides: \(keymap.anyKey(for: .hideLevel) ?? ":hide 0") shows it)"
    }

    private static func veiled(_ text: String, _ names: [String], _ veil: Veil) -> String {
        veil.text(names.reduce(text) { $0.replacing($1, with: veil.foreign($1)) })
    }

    private static func wrapped(_ line: String, indent: Int, role: Role, width: Int) -> [Line] {
        let text = line.drop { $0 == " " }
        // Deep indentation must leave room for the text.
        let own = min(line.count - text.count, max(0, (width - indent) / 2))
        let start = indent + own
        return Line.wrapped(
            Line(String(repeating: " ", count: start)), String(text), role, width: width, indent: start + hanging)
    }
}

// MARK: - What is a policy

extension RemedyText {
    private enum Part {
        case prose(String)
        case policy([String])
    }

    /// A policy begins with a line that is a brace, and ends with one that closes it.
    private static func parts(of remedy: String) -> [Part] {
        var parts: [Part] = []
        var policy: [String]?
        for line in remedy.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if var lines = policy {
                lines.append(line)
                policy = line == "}" ? nil : lines
                if policy == nil { parts.append(.policy(lines)) }
            } else if line == "{" {
                policy = [line]
            } else {
                parts.append(.prose(line))
            }
        }
        return parts + (policy.map { [.policy($0)] } ?? [])
    }
}
