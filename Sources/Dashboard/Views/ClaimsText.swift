import Canvas
import ProxyCore

/// A decoded token: header, claims, and what this session knows of it. Never its signature.
struct ClaimsText {
    private static let labelled = ["aud", "sub", "iss", "iat", "nbf", "exp", "jti"]

    private let generation: TokenGeneration
    private let scene: Scene
    private let width: Int
    private var facts: TokenFacts { generation.facts }

    init(_ generation: TokenGeneration, _ scene: Scene, width: Int) {
        self.generation = generation
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        var lines = [Line("header", .dim)] + header + [Line("claims", .dim)]
        let members = Self.members(of: facts.claims)
        for name in Self.labelled {
            guard let value = members.first(where: { $0.name == name })?.value else { continue }
            lines += claim(name, value, indent: 2, labelWidth: 7)
        }
        for (name, value) in members where !Self.labelled.contains(name) { lines += other(name, value) }
        lines.append(Line("signature  never shown     print sha256:\(facts.print)     not verified"))
        lines.append(.empty)
        return lines + history
    }

    // MARK: - Header and claims

    private var header: [Line] {
        let members = Self.members(of: facts.header)
        let first = ["alg", "kid", "typ"]
        let ordered =
            first.compactMap { name in members.first { $0.name == name } } + members.filter { !first.contains($0.name) }
        let inline = ordered.map { "\($0.name)  \(hidden($0.name, $0.value.string ?? $0.value.description))" }
        let text = "  " + inline.joined(separator: "   ")
        if Canvas.width(text) <= width { return [Line(text)] }
        return ordered.flatMap { claim($0.name, $0.value, indent: 2, labelWidth: 7, isBare: true) }
    }

    private func claim(
        _ name: String, _ value: JSONValue, indent: Int, labelWidth: Int, isBare: Bool = false
    ) -> [Line] {
        var head = Line(String(repeating: " ", count: indent)).adding(scene.veil.text(name))
        head.pad(to: indent + labelWidth - 2)
        if let moment = moment(name, value) {
            return Line.wrapped(head, moment, width: width)
        }
        let text = isBare ? value.string ?? value.description : value.description
        return Line.wrapped(head, hidden(name, text), width: width)
    }

    /// `iat`, `nbf` and `exp` as the number, the time and the distance.
    private func moment(_ name: String, _ value: JSONValue) -> String? {
        guard ["iat", "nbf", "exp"].contains(name), let seconds = value.integer else { return nil }
        let time = WallTime(seconds: seconds)
        return "\(seconds)   \(scene.time.clock(time))   \(scene.time.distance(time))"
    }

    /// A claim that is no registered one: AWS's own are an object each, whose members get a line each.
    private func other(_ name: String, _ value: JSONValue) -> [Line] {
        guard case .object(let members) = value, !members.isEmpty else {
            return claim(name, value, indent: 2, labelWidth: max(7, name.count + 3))
        }
        let labelWidth = min(24, (members.keys.map(\.count).max() ?? 0) + 4)
        return Line.wrapped(Line("  "), scene.veil.text(name), width: width)
            + Self.members(of: value).flatMap { claim($0.name, $0.value, indent: 4, labelWidth: labelWidth) }
    }

    private func hidden(_ name: String, _ text: String) -> String {
        switch name {
        case "jti": Self.inside(quotes: text, scene.veil.reference)
        case "kid": scene.veil.keyID(text)
        default: scene.veil.foreign(text)
        }
    }

    private static func inside(quotes text: String, _ change: (String) -> String) -> String {
        guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return change(text) }
        return "\"\(change(String(text.dropFirst().dropLast())))\""
    }

    private static func members(of value: JSONValue) -> [(name: String, value: JSONValue)] {
        guard case .object(let members) = value else { return [] }
        return members.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
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
        case .forced: "asked for with r"
        }
    }
}
