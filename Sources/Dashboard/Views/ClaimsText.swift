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
    private var notesRoom: Int { max(8, width - claimsWidth - 3) }

    var text: PaneText {
        var text = PaneText()
        text.add(beside([Line("header", .dim)], [Line("notes", .dim)]))
        text.add(header)
        let pair = former.map { "\($0.id) -> \(generation.id)" }
        text.add(beside([Line("claims", .dim)], [Line(pair ?? "what they are for", .dim)]))
        for entry in entries where entry.name.place == .claims { add(entry, indent: 2, labelWidth: 7, to: &text) }
        let own = entries.filter { $0.name.place == .aws }
        if !own.isEmpty {
            text.add(beside([Line("  \(scene.veil.text(ClaimName.awsNamespace))")]))
            let labelWidth = min(24, (own.map(\.name.name.count).max() ?? 0) + 4)
            for entry in own { add(entry, indent: 4, labelWidth: labelWidth, to: &text) }
        }
        text.add(signature)
        text.add([.empty] + history + forOthers)
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
        guard text.width <= claimsWidth else { return members.flatMap(ownLines) }
        guard !changed.isEmpty else {
            let note = members.first { $0.name == .header("alg") }.flatMap(meaning)
            return explained([text], asked == nil ? note.map { "alg: \($0)" } : note)
        }
        let notes = changed.map { change in
            let note = note(of: change, isCompared: true).line(width: notesRoom).text
            return Line("\(change.name.name) \(note)", change.change == .identity ? .error : .warn).cut(to: notesRoom)
        }
        return beside([text], notes)
    }

    /// A member of the header that has not room beside the others.
    private func ownLines(_ member: ClaimDiff.Entry) -> [Line] {
        let head = Line("  \(scene.veil.text(member.name.name))").padded(to: 7)
        let note = note(of: member, isCompared: former != nil)
        return beside(Line.wrapped(head, value(member), width: claimsWidth), [note.line(width: notesRoom)])
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
        let claim = entry.new.map {
            TokenClaim(token: generation.id, name: entry.name, value: $0, meaning: meaning(of: entry))
        }
        guard hasNotes else { return text.add(explained(lines, isGone ? nil : meaning(of: entry)), claim: claim) }
        let note = note(of: entry, isCompared: former != nil)
        text.add(beside(lines, [note.line(width: notesRoom)]), claim: claim)
    }

    private func note(of entry: ClaimDiff.Entry, isCompared: Bool) -> ClaimNote {
        ClaimNote(entry: entry, isCompared: isCompared, meaning: meaning(of: entry), scene: scene)
    }

    private func meaning(of entry: ClaimDiff.Entry) -> String? {
        ClaimMeaning.words(for: entry.name, entry.new, of: facts, asked: asked)
    }

    /// The algorithm that was asked for, where that is known.
    private var asked: SigningAlgorithm? { facts.audiences.traits?.algorithm ?? scene.algorithm }

    /// Lines with what they are for: in the notes' column, or without one at the right end of the first where that has room.
    private func explained(_ lines: [Line], _ meaning: String?) -> [Line] {
        guard let meaning, var first = lines.first else { return lines }
        guard !hasNotes else { return beside(lines, [Line(meaning, .dim)]) }
        first.addRight(meaning, .dim, total: width)
        return [first] + lines.dropFirst()
    }

    private func value(_ entry: ClaimDiff.Entry) -> String {
        entry.new.map { ClaimValue(name: entry.name, value: $0, scene: scene).text } ?? ""
    }

    private var signature: [Line] {
        let words = VerificationWords(facts, scene)
        let line = Line("signature  never shown     print sha256:\(facts.print)")
        let isShort = line.width + 5 + words.text.count <= (hasNotes ? claimsWidth : width)
        guard !isShort else { return beside([line.adding("     \(words.text)", words.role)]) }
        guard hasNotes else { return [line] + Line.wrapped(Line("           "), words.text, words.role, width: width) }
        return beside([line], Line.wrapped(Line(), words.text, words.role, width: notesRoom))
    }

    /// Lines of the claims' column, and the notes beside them.
    private func beside(_ lines: [Line], _ notes: [Line] = []) -> [Line] {
        guard hasNotes else { return lines }
        return (0..<max(lines.count, notes.count)).map { index in
            let line = index < lines.count ? lines[index] : .empty
            var whole = line.cut(to: claimsWidth).padded(to: claimsWidth + 1).adding("| ", .rule)
            guard index < notes.count else { return whole }
            for piece in notes[index].pieces { whole.add(piece.glyphs, piece.role) }
            return whole
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

    /// Who else needs to know what stands here, and the keys that write it down for them.
    private var forOthers: [Line] {
        let offers: [(key: String?, to: String, what: String)] = [
            (scene.keymap.key(for: .trust), "for the upstream", "trust configuration: issuer, audience and subject"),
            (scene.keymap.key(for: .policy), "for your admin", "IAM policy: audience, life and algorithm"),
        ]
        return offers.flatMap { key, to, what in
            key.map { Line.wrapped(Line(to).padded(to: 18).adding("\($0)  ", .key), what, width: width) } ?? []
        }
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
