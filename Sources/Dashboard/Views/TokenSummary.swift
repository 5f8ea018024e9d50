import Canvas
import Diagnosis
import ProxyCore

/// What there is to know of an audience set's token: whose it is, what comes next, and what was.
struct TokenSummary {
    /// The rows that it takes for a token without a history, its title included.
    static let usualRows = 14
    /// The same where its lines are narrow.
    static let narrowRows = 19

    private let row: TokenRow
    private let scene: Scene
    private let forecast: CeilingForecast?
    private let width: Int
    /// How many generations its history tells of.
    private var history = LineageText.limit

    /// - Parameter forecast: for the next call to STS.
    init(_ row: TokenRow, _ scene: Scene, forecast: CeilingForecast?, width: Int) {
        self.row = row
        self.scene = scene
        self.forecast = forecast
        self.width = width
    }

    /// In that many rows, if a shorter history makes it fit.
    ///
    /// - Parameter hasFailure: whether a refusal is told here, in full.
    func lines(hasFailure: Bool, rows: Int) -> [Line] {
        let whole = lines(hasFailure: hasFailure)
        guard whole.count > rows else { return whole }
        var brief = self
        brief.history = LineageText.fewest
        return brief.lines(hasFailure: hasFailure)
    }

    /// - Parameter hasFailure: whether a refusal is told here, in full.
    func lines(hasFailure: Bool = true) -> [Line] {
        var lines: [Line] = []
        if let failure = row.failure {
            lines =
                hasFailure
                ? FailureText(failure, scene, width: width).lines
                : [Line("\(scene.veil.text(failure.failure.code)) in \(failure.took.measured)", .error)]
            lines.append(.empty)
        }
        guard let newest = row.newest else {
            if lines.isEmpty { return [Line(CallWords(row, scene)?.text ?? "No token is held.")] }
            return lines + refusals + (forecast.map { ceiling($0) } ?? [])
        }
        return lines + identity(newest) + [.empty] + outlook
    }

    /// What comes next, and what was.
    var outlook: [Line] {
        guard let newest = row.newest else { return [] }
        var lines = Line.wrapped(label("refresh"), RefreshWords(row, newest, scene).text, width: width)
        if let forecast { lines += ceiling(forecast) }
        if let cap = newest.mint.cap {
            lines += Line.wrapped(label("capped"), cap.sentence(scene.time), .info, width: width)
        }
        lines += settling(newest) + failing
        lines += Line.wrapped(label("sts"), MintWords(newest, scene).text, width: width)
        lines += LineageText(row, scene, most: history).lines(label("lineage"), label("diff"), width: width)
        lines += Line.wrapped(label("traffic"), traffic(newest), width: width)
        if let shared { lines += Line.wrapped(label("waits"), shared, width: width) }
        let verification = VerificationWords(newest.facts, scene)
        lines += Line.wrapped(label("verify"), verification.text, verification.role, width: width)
        return lines
    }

    /// Which token serves until the newest is old enough.
    private func settling(_ newest: TokenGeneration) -> [Line] {
        guard let moment = newest.servesFrom, scene.now < moment, newest.fate == nil else { return [] }
        let former = row.generations.dropLast().last.flatMap { $0.left(at: scene.now) > .zero ? $0.id : nil }
        let meanwhile = former.map { "\($0) serves until then" } ?? "requests wait until then"
        let text = "\(newest.id) serves from \(scene.time.clock(moment)) on (--settle); \(meanwhile)"
        return Line.wrapped(label("settle"), text, .info, width: width)
    }

    /// What goes wrong behind a token that still serves.
    private var failing: [Line] {
        guard let failure = row.failure, row.held(at: scene.now) != nil else { return [] }
        let wait = scene.now.duration(to: row.retryAt ?? failure.retryAt)
        let next = wait > .zero ? "next try in \(wait.phrase)" : "the next request tries again"
        let text = "\(scene.veil.text(failure.failure.code)), attempt \(failure.attempt); \(next)\(asksNow)"
        return Line.wrapped(label("refused"), text, .warn, width: width)
    }

    /// `9 requests waited for 3 STS calls: 6 of them shared one`
    private var shared: String? {
        guard row.shared > 0 else { return nil }
        return "\(row.waited.counted("request")) waited for STS; \(row.shared.grouped) of them shared a call"
    }

    /// How often STS gave no token, and what that means for requests.
    private var refusals: [Line] {
        guard let failure = row.failure else { return [] }
        let wait = scene.now.duration(to: row.retryAt ?? failure.retryAt)
        let then = scene.time.clock(row.retryAt ?? failure.retryAt)
        let next =
            wait > .zero
            ? "not before \(then), in \(wait.phrase); until then requests get 502 token unavailable at once\(asksNow)"
            : "the next request sets off a call"
        return Line.wrapped(label("calls"), "\(row.failures.counted("call")) to STS, none gave a token", width: width)
            + Line.wrapped(label("next"), next, width: width)
            + (shared.map { Line.wrapped(label("waits"), $0, width: width) } ?? [])
    }

    private var asksNow: String { scene.keymap.anyKey(for: .refresh).map { " (\($0) asks now)" } ?? "" }

    private func label(_ name: String) -> Line { Line(name, .dim).padded(to: width >= 96 ? 10 : 9) }
    private func short(_ name: String) -> Line { Line(name, .dim).padded(to: 5) }

    private func ceiling(_ forecast: CeilingForecast) -> [Line] {
        Line.wrapped(label("ceiling"), forecast.sentence(scene.time), forecast.role, width: width)
    }

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
        guard let aws = claims[ClaimName.awsNamespace] else { return nil }
        var named = [("account", "aws_account"), ("org", "org_id"), ("region", "source_region")]
        // Mostly the subject once more.
        if aws["principal_id"] != claims["sub"] { named.append(("principal", "principal_id")) }
        var parts = named.compactMap { label, name in aws[name]?.string.map { "\(label) \(scene.veil.foreign($0))" } }
        for name in ["principal_tags", "request_tags"] {
            guard case .object(let tags)? = aws[name], !tags.isEmpty else { continue }
            let list = tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? $0.value.description)" }
            let label = name == "request_tags" ? "tags" : "role tags"
            parts.append("\(label) \(scene.veil.foreign(list.joined(separator: " ")))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "   ")
    }

    private func traffic(_ generation: TokenGeneration) -> String {
        guard generation.uses > 0 else { return "no flow has carried it yet" }
        let fine = generation.answers.filter { (200..<400).contains($0.key) }.values.reduce(0, +)
        let others = generation.answers.filter { !(200..<400).contains($0.key) && $0.key != 401 }
        var parts = ["\(fine.grouped) ok"]
        parts += others.sorted { $0.key < $1.key }.map { "\($0.value.grouped) x \($0.key)" }
        parts.append("\((generation.answers[401] ?? 0).grouped) x 401")
        return "\(generation.uses.counted("flow")): \(parts.joined(separator: ", "));"
            + " \(generation.waited.grouped) of \(generation.uses.grouped) waited for STS"
    }
}
