import Canvas
import Diagnosis
import ProxyCore

/// What differs between two tokens, and whether upstreams will care.
struct DiffText {
    private static let alarm = "IDENTITY CHANGED"

    private let former: TokenID
    private let latter: TokenID
    private let isBrief: Bool
    private let scene: Scene
    private let width: Int

    /// - Parameter isBrief: whether what is the same is left out.
    init(_ former: TokenID, _ latter: TokenID, isBrief: Bool = false, _ scene: Scene, width: Int) {
        self.isBrief = isBrief
        self.former = former
        self.latter = latter
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        guard let old = scene.traffic.tokens.generation(former), let new = scene.traffic.tokens.generation(latter)
        else {
            return [Line("\(former) or \(latter) is not kept any more: there is nothing to compare.")]
        }
        let diff = ClaimDiff(from: old.facts, to: new.facts)
        let labelWidth = min(24, (diff.entries.map(\.name.name.count).max() ?? 0) + 2)
        var lines = [
            Line(
                "\(former) \(scene.time.clock(old.facts.issuedAt))  ->  \(latter) \(scene.time.clock(new.facts.issuedAt))"
            )
        ]
        lines += verdict(diff)
        if !isBrief { lines.append(.empty) }
        for place in [ClaimName.Place.header, .claims, .aws] {
            let entries = (isBrief ? diff.changes : diff.entries).filter { $0.name.place == place }
            if !entries.isEmpty { lines.append(Line(Self.title(of: place), .dim)) }
            lines += entries.flatMap { self.lines(of: $0, labelWidth) }
        }
        return lines
    }

    private static func title(of place: ClaimName.Place) -> String {
        switch place {
        case .header: "header"
        case .claims: "claims"
        case .aws: ClaimName.awsNamespace
        }
    }

    /// `3 expected changes, 1 identity change: rules that match on sub stop matching`
    private func verdict(_ diff: ClaimDiff) -> [Line] {
        let counts = [(ClaimChange.expected, "expected"), (.note, "minor"), (.identity, "identity")]
        let parts = counts.compactMap { change, word in
            let count = diff.changes.count { $0.change == change }
            return count > 0 ? count.counted("\(word) change") : nil
        }
        let names = diff.identityChanges.map { scene.veil.text($0.name.name) }
        let summary = parts.isEmpty ? "nothing differs" : parts.joined(separator: ", ")
        guard !names.isEmpty else { return Line.wrapped(Line(), "\(summary). No identity change.", width: width) }
        let list = names.joined(separator: ", ")
        return Line.wrapped(
            Line(Self.alarm, .error).adding("  "), "\(summary): rules that match on \(list) stop matching", width: width
        )
    }

    private func lines(of entry: ClaimDiff.Entry, _ labelWidth: Int) -> [Line] {
        let role = entry.change.role
        var head = Line(" \(Self.sign(of: entry)) ", role)
        head.add(scene.veil.text(entry.name.name), entry.change == .same ? .dim : .text)
        head.pad(to: 3 + labelWidth)
        let texts = [entry.old, entry.new].map {
            $0.map { ClaimValue(name: entry.name, value: $0, scene: scene).brief }
        }
        guard entry.change != .same else {
            return Line.wrapped(head, texts[1] ?? texts[0] ?? "", .dim, width: width)
        }
        let isAlarming = entry.change == .identity
        return ChangeText(role: isAlarming ? .error : .info, alarm: isAlarming ? Self.alarm : nil, width: width)
            .lines(head, texts[0] ?? "(not there)", texts[1] ?? "(gone)")
    }

    private static func sign(of entry: ClaimDiff.Entry) -> String {
        switch entry.change {
        case .same: " "
        case .identity: "!"
        case .expected, .note: entry.old == nil ? "+" : entry.new == nil ? "-" : "~"
        }
    }
}
