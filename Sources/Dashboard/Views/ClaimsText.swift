import Canvas
import Diagnosis
import ProxyCore

/// A decoded token: header, claims, and what this session knows of it. Never its signature.
///
/// Where there is room, a column beside the claims tells how they differ from the token before, and what they are for.
struct ClaimsText {
    private static let notesWidth = 98

    private let generation: TokenGeneration
    private let former: TokenGeneration?
    private let tellsChanges: Bool
    private let scene: Scene
    private let width: Int
    private var facts: TokenFacts { generation.facts }

    /// - Parameter tellsChanges: whether what has changed since the token before stands below the claims, where there is no
    ///   room for it beside them.
    init(_ generation: TokenGeneration, _ scene: Scene, tellsChanges: Bool = true, width: Int) {
        self.generation = generation
        self.tellsChanges = tellsChanges
        former = scene.traffic.tokens.generation(before: generation.id)
        self.scene = scene
        self.width = width
    }

    private var hasNotes: Bool { width >= Self.notesWidth }
    private var claimsWidth: Int { hasNotes ? width * 56 / 100 : width }

    var text: PaneText {
        var text = PaneText()
        text.add(beside([Line("header", .dim)], Line("notes", .dim)))
        text.add(header)
        let pair = former.map { "\($0.id) -> \(generation.id)" }
        text.add(beside([Line("claims", .dim)], Line(pair ?? "what they are for", .dim)))
        for entry in entries where entry.name.place == .claims { add(entry, indent: 2, labelWidth: 7, to: &text) }
        let own = entries.filter { $0.name.place == .aws }
        if !own.isEmpty {
            text.add(beside([Line("  \(scene.veil.text(ClaimName.awsNamespace))")], .empty))
            let labelWidth = min(24, (own.map(\.name.name.count).max() ?? 0) + 4)
            for entry in own { add(entry, indent: 4, labelWidth: labelWidth, to: &text) }
        }
        text.add(signature)
        text.add([.empty] + history)
        if let former, tellsChanges, !hasNotes {
            text.add([.empty] + DiffText(former.id, generation.id, isBrief: true, scene, width: width).lines)
        }
        return text
    }

    /// Both tokens' members; where there is no token before, this one's.
    private var entries: [ClaimDiff.Entry] {
        ClaimDiff(from: (former ?? generation).facts, to: facts).entries
    }

    // MARK: - Header and claims

    private var header: [Line] {
        let members = entries.filter { $0.name.place == .header && $0.new != nil }
        let inline = members.map { "\(scene.veil.text($0.name.name))  \(value($0))" }
        let text = Line("  " + inline.joined(separator: "   "))
        let changed = entries.filter { $0.name.place == .header && $0.change != .same }
        let notes = changed.map {
            "\($0.name.name) \(ClaimNote(entry: $0, isCompared: true, scene: scene).line(width: 60).text)"
        }
        let role = changed.map(\.change).contains(.identity) ? Role.error : .warn
        if text.width <= claimsWidth { return beside([text], Line(notes.joined(separator: "   "), role)) }
        return members.flatMap { member in
            Line.wrapped(
                Line("  \(scene.veil.text(member.name.name))").padded(to: 7), value(member), width: claimsWidth)
        }
    }

    private func add(_ entry: ClaimDiff.Entry, indent: Int, labelWidth: Int, to text: inout PaneText) {
        let isGone = entry.new == nil
        var head = Line(String(repeating: " ", count: indent)).adding(
            scene.veil.text(entry.name.name), isGone ? .dim : .text)
        head.pad(to: indent + labelWidth - 2)
        let lines =
            isGone
            ? [head.adding("not there any more", .dim)]
            : Line.wrapped(head, value(entry), width: claimsWidth)
        let note = ClaimNote(entry: entry, isCompared: former != nil, scene: scene)
        let claim = entry.new.map { TokenClaim(token: generation.id, name: entry.name, value: $0) }
        text.add(beside(lines, note.line(width: max(8, width - claimsWidth - 3))), claim: claim)
    }

    private func value(_ entry: ClaimDiff.Entry) -> String {
        entry.new.map { ClaimValue(name: entry.name, value: $0, scene: scene).text } ?? ""
    }

    private var signature: [Line] {
        let words = VerificationWords(facts, scene)
        let line = Line("signature  never shown     print sha256:\(facts.print)")
        let isShort = line.width + 5 + words.text.count <= (hasNotes ? claimsWidth : width)
        guard !isShort else { return beside([line.adding("     \(words.text)", words.role)], .empty) }
        return beside([line], .empty)
            + Line.wrapped(Line("           "), words.text, words.role, width: hasNotes ? claimsWidth : width)
    }

    /// Lines of the claims' column, and a note beside the first of them.
    private func beside(_ lines: [Line], _ note: Line) -> [Line] {
        guard hasNotes else { return lines }
        return lines.enumerated().map { index, line in
            var line = line.cut(to: claimsWidth).padded(to: claimsWidth + 1).adding("| ", .rule)
            guard index == 0 else { return line }
            for piece in note.pieces { line.add(piece.glyphs, piece.role) }
            return line
        }
    }

    // MARK: - History

    private var history: [Line] {
        let mint = generation.mint
        var minted =
            "minted \(scene.time.clock(mint.time, milliseconds: true)) in \(mint.took.measured), \(mint.reason.words)"
        if let id = mint.requestID { minted += ", STS request \(scene.veil.reference(id))" }
        var carried = "carried by \(generation.uses.counted("flow"))"
        if let first = generation.firstFlow, let last = generation.lastFlow {
            carried += ", first \(first), last \(last)"
        }
        let capped = mint.cap.map { Line.wrapped(Line("capped: ", .info), $0.sentence(scene.time), width: width) } ?? []
        return Line.wrapped(Line(), minted, width: width) + capped + Line.wrapped(Line(), carried, width: width)
    }
}

extension MintReason {
    /// Why STS was asked, in words.
    var words: String {
        switch self {
        case .first: "no token was there"
        case .due: "refresh window reached"
        case .forced: "asked for by hand"
        }
    }
}
