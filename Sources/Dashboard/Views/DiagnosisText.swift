import Canvas
import Diagnosis
import ProxyCore

/// The likely cause in a sentence, and what to try: keys where there are any, settings where those do it.
struct DiagnosisText {
    private static let textColumn = 15

    let diagnosis: Diagnosis
    let scene: Scene
    let width: Int
    /// The most that is said to be tried.
    var limit = Diagnosis.remedyLimit

    var lines: [Line] {
        guard let sentence else { return [] }
        var lines = wrapped(Line("Likely cause", .header), sentence.text(scene) + ".")
        for remedy in tries {
            let head = lines.count > 0 && remedy.isFirst ? Line("Try") : Line()
            lines += line(remedy.text, remedy.name, head)
        }
        return lines
    }

    /// A fault of the reader's own has been told at the top: here stands what the upstream made of it.
    private var sentence: EvidenceText? {
        diagnosis.cause == .fault ? diagnosis.findings.first?.text : diagnosis.sentence
    }

    /// What can be tried here: with the key that does it or, where there is none, the setting.
    private var tries: [(name: String?, text: String, isFirst: Bool)] {
        let shown = diagnosis.remedies.compactMap { remedy -> (name: String?, text: String)? in
            let key = remedy.action.flatMap { scene.keymap.key(for: $0) }
            if remedy.action != nil, key == nil, remedy.setting == nil { return nil }
            return (key ?? remedy.line.map(scene.veil.text) ?? remedy.setting, remedy.text.text(scene))
        }
        return shown.prefix(limit).enumerated().map { ($1.name, $1.text, $0 == 0) }
    }

    private func line(_ text: String, _ name: String?, _ head: Line) -> [Line] {
        var line = head
        line.pad(to: Self.textColumn)
        guard let name else { return Line.wrapped(line, text, width: width) }
        line.add(name, .key)
        // A long setting has a line to itself where there is no room beside it.
        guard line.width + Self.textColumn > width else {
            line.add("  ")
            return Line.wrapped(line, text, width: width)
        }
        return [line] + Line.wrapped(Line().padded(to: Self.textColumn), text, width: width)
    }

    private func wrapped(_ head: Line, _ text: String) -> [Line] {
        Line.wrapped(head.padded(to: Self.textColumn), text, width: width)
    }
}
