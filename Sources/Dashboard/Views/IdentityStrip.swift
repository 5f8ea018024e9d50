import Canvas
import ProxyCore

/// Row 0: what listens, where it goes, who asks AWS, and how long that one may.
struct IdentityStrip {
    /// Below this, what the credentials have left is shown by the second.
    static let nearEnd = Duration.seconds(300)

    private let facts: ProcessFacts
    private let veil: Veil
    private let now: WallTime
    private let isDemo: Bool
    private let columns: Int

    init(_ dashboard: Dashboard) {
        facts = dashboard.live.facts
        veil = dashboard.veil
        now = dashboard.now
        isDemo = dashboard.configuration.isDemo
        columns = dashboard.size.columns
    }

    private var isWide: Bool { columns >= Layout.wide }

    func draw(on canvas: inout Canvas) {
        var left = Line(" jotop ")
        if isWide { left.add(" ") }
        // An address is short, unless somebody else's word is taken for one.
        left.add(Canvas.fit(listener, width: columns / 2), facts.listener == nil ? .warn : .text)
        // What does not fit goes from the right: the account first, then the upstream, never the credentials.
        for part in [upstream, principal] {
            guard let part, left.width + part.width + right.width + 2 <= columns else { break }
            for piece in part.pieces { left.add(piece.glyphs, piece.role) }
        }
        canvas.put(left, row: Layout.identityRow, columns: 0..<columns)
        canvas.put(
            right, row: Layout.identityRow, columns: min(columns, max(left.width + 1, columns - right.width))..<columns)
    }

    /// A loopback address is the rule, so a narrow strip shows its port only.
    private var listener: String {
        guard let address = facts.listener else { return "not listening" }
        guard !isWide, address.hasPrefix("127.0.0.1:") else { return address }
        return String(address.dropFirst("127.0.0.1".count))
    }

    private var upstream: Line? {
        facts.upstream.map { Line(" -> ", .dim).adding(facts.isPinned ? veil.foreign($0) : $0) }
    }

    private var principal: Line? {
        guard let principal = facts.principal else { return nil }
        var line = Line("   \(veil.foreign(principal.name))@\(veil.foreign(principal.account))")
        if isWide, let region = facts.credentials?.region { line.add(" \(region)") }
        return line
    }

    private var right: Line {
        var line = Line()
        if isDemo { line.add("DEMO   ", .mode) }
        if isWide, let call = facts.lastCall {
            switch call {
            case .success(let took): line.add("STS ok \(took.measured)   ")
            case .failure(let failure): line.add("STS \(failure.code)   ", .error)
            }
        }
        add(credentialsTo: &line)
        line.add(" ")
        return line
    }

    private func add(credentialsTo line: inout Line) {
        if facts.credentialsFailure != nil { return line.add("creds FAIL", .error) }
        guard let credentials = facts.credentials else { return line.add("creds ?", .dim) }
        guard let end = credentials.expires else { return line.add("creds static") }
        let left = now.duration(to: end)
        guard left > .zero else { return line.add("creds ended", .error) }
        line.add("creds \(Self.remaining(left))", left < Self.nearEnd ? .warn : .text)
    }

    /// Whole minutes as long as they are many, so that nothing has to be drawn every second for them.
    private static func remaining(_ left: Duration) -> String {
        if left < nearEnd || left >= .seconds(3600) { return left.countdown }
        return "\(left.milliseconds / 60_000)m"
    }
}
