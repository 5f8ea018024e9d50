import Canvas
import Foundation
import Testing

/// A screen as a file: what it says, and below what each part of it means.
enum Golden {
    /// Compares a canvas with the file of that name; `JOTOP_RECORD_GOLDENS=1` writes the file instead.
    static func check(
        _ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try check(text(of: canvas), name, sourceLocation: sourceLocation)
    }

    /// The same for a text of another kind.
    static func check(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).txt")
        if ProcessInfo.processInfo.environment["JOTOP_RECORD_GOLDENS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        let difference = firstDifference(text, stored)
        #expect(difference == nil, "\(name): \(difference ?? "")", sourceLocation: sourceLocation)
    }

    static func text(of canvas: Canvas) -> String {
        let frame = "+" + String(repeating: "-", count: canvas.size.columns) + "+"
        let rows = (0..<canvas.size.rows)
        let screen = rows.map { row in
            let text = canvas.text(row: row)
            return "|" + text + String(repeating: " ", count: max(0, canvas.size.columns - Canvas.width(text))) + "|"
        }
        let meanings = rows.map { roles(of: canvas, row: $0) }
        return ([frame] + screen + [frame, "roles"] + meanings).joined(separator: "\n") + "\n"
    }

    /// A letter a cell, `.` for plain text; a selected row begins with `>`.
    private static func roles(of canvas: Canvas, row: Int) -> String {
        let letters: [Role: Character] = [
            .text: ".", .dim: "d", .header: "h", .warn: "w", .error: "e", .info: "i", .key: "k", .fresh: "f",
            .match: "m",
            .cleaned: "c", .fault: "u", .rule: "r", .mode: "o",
        ]
        var text = canvas[row, 0].style.selection == .none ? "|" : ">"
        for column in 0..<canvas.size.columns { text.append(letters[canvas[row, column].style.role] ?? "?") }
        while text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func firstDifference(_ text: String, _ stored: String) -> String? {
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        let old = stored.split(separator: "\n", omittingEmptySubsequences: false)
        for index in 0..<max(new.count, old.count) {
            let here = index < new.count ? new[index] : "(nothing)"
            let there = index < old.count ? old[index] : "(nothing)"
            if here != there { return "line \(index + 1)\n  is     \(here)\n  should \(there)" }
        }
        return nil
    }
}
