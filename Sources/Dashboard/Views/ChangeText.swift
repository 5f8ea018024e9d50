import Canvas

/// A value and the one that took its place: on one line where both fit, else below each other.
struct ChangeText {
    private static let former = Role.warn
    /// What the newer value looks like.
    var role = Role.info
    /// Said at the right end of a change that somebody has to know of.
    var alarm: String?
    let width: Int

    func lines(_ head: Line, _ old: String, _ new: String) -> [Line] {
        let room = alarm.map { Canvas.width($0) + 2 } ?? 0
        let half = max(10, (width - head.width - 6 - room) / 2)
        var line = head.adding(old, Self.former)
        if Canvas.width(old) <= half {
            line.pad(to: head.width + half)
            line.add(marks: "  ->  ", .dim)
            line.add(new, role)
            if line.width + room <= width {
                if let alarm { line.addRight(alarm, .error, total: width) }
                return [line]
            }
        }
        let blank = Line(String(repeating: " ", count: max(0, head.width - 3))).adding(marks: "-> ", .dim)
        return Line.wrapped(head, old, Self.former, width: width) + Line.wrapped(blank, new, role, width: width)
            + (alarm.map { [Line(String(repeating: " ", count: head.width)).adding($0, .error)] } ?? [])
    }
}
