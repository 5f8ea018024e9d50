import Canvas
import ProxyCore

/// A header field: its name, its value, and what became of it on the way.
struct FieldText {
    private static let valueColumn = 19

    let field: CapturedField
    /// The token that went out, by which our own credential is called instead of by its redacted value.
    var sent: SentToken?
    /// A remark for a field that was passed on as it was.
    var aside: String?
    let scene: Scene
    let width: Int

    var lines: [Line] {
        let (mark, role, note) = change
        var head = Line(mark, role).adding(" ").adding(field.name.lowercased(), field.change == .removed ? .dim : .text)
        head.pad(to: Self.valueColumn)
        let value = ownCredential ?? scene.veil.foreign(field.value)
        let valueRole: Role = field.change == .removed ? .dim : .text
        guard let note else { return Line.wrapped(head, value, valueRole, width: width, indent: Self.valueColumn) }
        var line = head
        line.add(value, valueRole)
        // Beside the value if there is room, below it otherwise.
        if line.addRight(note, .dim, total: width) { return [line] }
        return Line.wrapped(head, value, valueRole, width: width, indent: Self.valueColumn)
            + Line.wrapped(Line(String(repeating: " ", count: Self.valueColumn)), note, .dim, width: width)
    }

    private var ownCredential: String? {
        guard let sent, field.name.lowercased() == "authorization", field.change != .removed, field.change != .kept
        else { return nil }
        return "Bearer \(sent.id)  \(sent.length.bytes)  sha256:\(sent.print)"
    }

    private var change: (mark: String, role: Role, note: String?) {
        switch field.change {
        case .kept: (" ", .text, aside)
        case .added: ("+", .info, "added by jotop")
        case .removed: ("-", .warn, "not sent on")
        case .replaced(let was): ("~", .warn, "was \(scene.veil.foreign(was))")
        }
    }
}
