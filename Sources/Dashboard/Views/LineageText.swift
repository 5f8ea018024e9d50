import Canvas
import Diagnosis
import ProxyCore

/// The generations of an audience set's token: when each lived, why it was retired, how often it was used, and what
/// changed from the last but one to the last.
struct LineageText {
    static let limit = 5
    /// So many are told where there is little room: the one in use, and the one before it.
    static let fewest = 2

    private let row: TokenRow
    private let scene: Scene
    private let most: Int

    /// - Parameter most: how many generations are told.
    init(_ row: TokenRow, _ scene: Scene, most: Int = limit) {
        self.row = row
        self.scene = scene
        self.most = most
    }

    func lines(_ label: Line, _ diffLabel: Line, width: Int) -> [Line] {
        let generations = row.generations.suffix(most)
        guard let newest = generations.last, let former = generations.dropLast().last else { return [] }
        let before = min(row.generations.count, Self.limit) - generations.count
        let others = before > 0 ? ["and \(before.grouped) before"] : []
        let lineage = (generations.map(text) + others).joined(separator: "   ")
        return Line.wrapped(label, lineage, width: width) + diff(former, newest, diffLabel, width)
    }

    private func text(_ generation: TokenGeneration) -> String {
        let number = "#\(generation.id.generation)"
        let uses = generation.uses.counted("use")
        guard generation.fate != nil || generation.left(at: scene.now) <= .zero else { return "\(number) now, \(uses)" }
        return "\(number) \(span(generation)) \(Self.fate(generation)), \(uses)"
    }

    /// From when to when, to the minute where a life has many.
    private func span(_ generation: TokenGeneration) -> String {
        let isShort = generation.life < .seconds(600)
        let ends = [generation.facts.issuedAt, generation.facts.expiresAt]
        return ends.map { isShort ? scene.time.clock($0) : scene.time.minute($0) }.joined(separator: "-")
    }

    private static func fate(_ generation: TokenGeneration) -> String {
        switch generation.fate {
        case .replaced(.due): "refreshed in time"
        case .replaced(.forced): "replaced by r"
        case .replaced(.first): "replaced"
        case .expired, nil: "expired"
        case .evicted: "evicted"
        case .undone: "undone"
        }
    }

    /// `#2 -> #3: iat, exp, jti only. No identity change.`
    private func diff(
        _ former: TokenGeneration, _ latter: TokenGeneration, _ label: Line, _ width: Int
    ) -> [Line] {
        let diff = ClaimDiff(from: former.facts, to: latter.facts)
        let pair = "#\(former.id.generation) -> #\(latter.id.generation): "
        let names = diff.changes.map { scene.veil.text($0.name.name) }
        let list = names.isEmpty ? "nothing differs" : names.joined(separator: ", ")
        guard diff.isIdentityChanged else {
            return Line.wrapped(
                label, "\(pair)\(list)\(names.isEmpty ? "" : " only"). No identity change.", width: width)
        }
        let identity = diff.identityChanges.map { scene.veil.text($0.name.name) }.joined(separator: ", ")
        let key = scene.keymap.anyKey(for: .diff) ?? ":diff"
        return Line.wrapped(label.adding(pair), "IDENTITY CHANGED: \(identity)   \(key) shows it", .error, width: width)
    }
}
