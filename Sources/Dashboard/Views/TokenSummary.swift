import Canvas
import ProxyCore

/// What there is to know of an audience set's token, below the list.
struct TokenSummary {
    private let row: TokenRow
    private let scene: Scene
    private let width: Int

    init(_ row: TokenRow, _ scene: Scene, width: Int) {
        self.row = row
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        var lines: [Line] = []
        if let failure = row.failure { lines += FailureText(failure, scene, width: width).lines + [.empty] }
        guard let newest = row.newest else {
            if lines.isEmpty { lines.append(Line(row.fetching == nil ? "No token is held." : "STS is being asked.")) }
            return lines
        }
        lines += identity(newest)
        lines.append(.empty)
        lines += Line.wrapped(label("refresh"), refresh(newest), width: width)
        if let cap = newest.mint.cap {
            lines += Line.wrapped(label("capped"), cap.sentence(scene.time), .info, width: width)
        }
        lines += lineage
        lines += Line.wrapped(label("traffic"), traffic(newest), width: width)
        return lines
    }

    private func label(_ name: String) -> Line { Line(name, .dim).padded(to: width >= 96 ? 10 : 9) }
    private func short(_ name: String) -> Line { Line(name, .dim).padded(to: 5) }

    // MARK: - Who it is for, and how long

    private func identity(_ generation: TokenGeneration) -> [Line] {
        let facts = generation.facts
        var lines: [Line] = []
        var algorithm = "alg \(facts.algorithm ?? "-")"
        if let kid = facts.keyID { algorithm += "  kid \(scene.veil.keyID(kid))" }
        if let jti = facts.claims["jti"]?.string { algorithm += "  jti \(scene.veil.reference(jti))" }
        var times = "iat \(scene.time.clock(facts.issuedAt))  exp \(scene.time.clock(facts.expiresAt))"
        times += "  lives \(generation.life.brief)"
        if let subject = facts.subject {
            lines += Line.wrapped(short("sub"), scene.veil.foreign(subject), width: width)
        }
        if let issuer = facts.issuer { lines += Line.wrapped(short("iss"), scene.veil.foreign(issuer), width: width) }
        if times.count + 3 + algorithm.count <= width {
            lines.append(Line(times + "   " + algorithm))
        } else {
            lines += [Line(times)] + Line.wrapped(Line(), algorithm, width: width)
        }
        if let aws = awsClaims(facts.claims) { lines += Line.wrapped(short("aws"), aws, width: width) }
        return lines
    }

    /// AWS's own claims in one line.
    private func awsClaims(_ claims: JSONValue) -> String? {
        guard let aws = claims["https://sts.amazonaws.com/"] else { return nil }
        var named = [("account", "aws_account"), ("org", "org_id"), ("region", "source_region")]
        // Mostly the subject once more.
        if aws["principal_id"] != claims["sub"] { named.append(("principal", "principal_id")) }
        var parts = named.compactMap { label, name in aws[name]?.string.map { "\(label) \(scene.veil.foreign($0))" } }
        if case .object(let tags)? = aws["request_tags"], !tags.isEmpty {
            let list = tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? $0.value.description)" }
            parts.append("tags \(scene.veil.foreign(list.joined(separator: " ")))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "   ")
    }

    // MARK: - What comes next, and what was

    private func refresh(_ generation: TokenGeneration) -> String {
        guard row.held(at: scene.now) != nil else { return renewal(generation) }
        let at = generation.mint.refreshAt
        switch row.nextCall(at: scene.now) {
        case .underWay: return "STS is being asked; this token serves meanwhile"
        case .byItself(let time):
            let ahead = time.duration(to: generation.dies).nearestSecond.phrase
            return "\(moment(time)) (\(ahead) before expiry), in \(wait(time)), in the background"
        case .retry(let time): return "again at \(moment(time)), in \(wait(time)); this token serves meanwhile"
        case .ifUsed(let end): return "lapses at \(moment(end)) unless it is used"
        case .onUse: return "due since \(moment(at)): the next request sets it off"
        }
    }

    /// How a token comes back that is gone.
    private func renewal(_ generation: TokenGeneration) -> String {
        let fate = generation.fate == .evicted ? "evicted" : "expired"
        return switch row.nextCall(at: scene.now) {
        case .underWay: "\(fate); STS is being asked"
        case .retry(let time): "\(fate); the next request after \(moment(time)), in \(wait(time)), asks STS"
        case .byItself, .ifUsed, .onUse: "\(fate); the next request asks STS"
        }
    }

    private func moment(_ time: WallTime) -> String { scene.time.clock(time) }
    private func wait(_ time: WallTime) -> String { scene.now.duration(to: time).phrase }

    private var lineage: [Line] {
        let past = row.generations.dropLast().suffix(4)
        guard !past.isEmpty else { return [] }
        let parts = past.map { generation in
            "#\(generation.id.generation) \(span(generation)) \(Self.fate(generation)),"
                + " \(generation.uses.counted("use"))"
        }
        return Line.wrapped(label("lineage"), parts.joined(separator: "   "), width: width)
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
        case .expired: "expired"
        case .evicted: "evicted"
        case .undone: "undone"
        case nil: "retired"
        }
    }

    private func traffic(_ generation: TokenGeneration) -> String {
        guard generation.uses > 0 else { return "no flow has carried it yet" }
        let fine = generation.answers.filter { (200..<400).contains($0.key) }.values.reduce(0, +)
        var parts = ["\(fine.grouped) ok"]
        let others = generation.answers.filter { !(200..<400).contains($0.key) && $0.key != 401 }.sorted {
            $0.key < $1.key
        }
        parts += others.map { "\($0.value.grouped) x \($0.key)" }
        parts.append("\((generation.answers[401] ?? 0).grouped) x 401")
        return "\(generation.uses.counted("flow")) carried \(generation.id): \(parts.joined(separator: ", "))."
            + " \(generation.waited.grouped) of \(generation.uses.grouped) waited for STS"
    }
}
