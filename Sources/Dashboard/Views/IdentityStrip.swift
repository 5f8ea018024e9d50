import Canvas
import ProxyCore

/// Row 0: what listens, where it goes, who asks AWS, and how long that one may.
struct IdentityStrip {
    /// What the strip has room for: each step drops one thing more.
    private enum Part: Int, CaseIterable {
        case principal, upstream, account, clock, sts, region
    }

    private let facts: ProcessFacts
    private let rows: [TokenRow]
    private let veil: Veil
    private let now: WallTime
    private let isDemo: Bool
    private let columns: Int

    init(_ dashboard: Dashboard) {
        facts = dashboard.live.facts
        rows = dashboard.live.tokens.rows
        veil = dashboard.veil
        now = dashboard.now
        isDemo = dashboard.configuration.isDemo
        columns = dashboard.size.columns
    }

    private var isWide: Bool { columns >= Layout.wide }

    func draw(on canvas: inout Canvas) {
        let (left, right) = fitting
        canvas.put(left, row: Layout.identityRow, columns: 0..<columns)
        canvas.put(
            right, row: Layout.identityRow, columns: min(columns, max(left.width + 1, columns - right.width))..<columns)
        // A proxy that refuses everything by order must not be mistaken for one that works.
        if facts.isMintingOff {
            canvas.restyle(row: Layout.identityRow, columns: 0..<columns) { $0.role = .error }
        }
    }

    /// As many parts as there is room for: the region goes first, who asks AWS last; the credentials never, and a clock
    /// that is off neither.
    private var fitting: (Line, Line) {
        var parts = Set(Part.allCases)
        for part in Part.allCases.reversed() {
            let (left, right) = (left(parts), right(parts))
            if left.width + right.width + 2 <= columns { return (left, right) }
            parts.remove(part)
        }
        return (left(parts), right(parts))
    }

    private func left(_ parts: Set<Part>) -> Line {
        var line = Line(" jotop ")
        if isWide { line.add(" ") }
        // An address is short, unless somebody else's word is taken for one.
        line.add(Canvas.fit(listener, width: columns / 2), facts.listener == nil ? .warn : .text)
        if parts.contains(.upstream), let upstream = facts.upstream {
            line.add(marks: " -> ", .dim)
            line.add(facts.isPinned ? veil.foreign(upstream) : upstream)
        }
        guard parts.contains(.principal), let principal = facts.principal else { return line }
        line.add("   " + veil.foreign(principal.name))
        if parts.contains(.account) { line.add("@" + veil.foreign(principal.account)) }
        if parts.contains(.region), let region = facts.credentials?.region { line.add(" \(region)") }
        return line
    }

    /// A loopback address is the rule, so a narrow strip shows its port only.
    private var listener: String {
        guard let address = facts.listener else { return "not listening" }
        guard !isWide, address.hasPrefix("127.0.0.1:") else { return address }
        return String(address.dropFirst("127.0.0.1".count))
    }

    private func right(_ parts: Set<Part>) -> Line {
        var line = Line()
        if facts.isMintingOff { line.add("MINTING OFF   ", .error) }
        if isDemo { line.add("DEMO   ", .mode) }
        if parts.contains(.sts) { add(callsTo: &line) }
        add(credentialsTo: &line)
        add(clockTo: &line, isRoomy: parts.contains(.clock))
        line.add(" ")
        return line
    }

    /// `STS ok 131 ms, 1 denied`: what the last token took, and how many audiences STS gives none for.
    private func add(callsTo line: inout Line) {
        let failures = rows.compactMap { $0.failure?.failure.kind }
        let denied = failures.count { $0 == .denied }
        var words = [(text: String, role: Role)]()
        if let took = facts.lastMint { words.append(("ok \(took.measured)", .text)) }
        if denied > 0 { words.append(("\(denied.grouped) denied", .error)) }
        if failures.count > denied { words.append(("\((failures.count - denied).grouped) failed", .error)) }
        for (index, word) in words.enumerated() {
            line.add(index == 0 ? "STS " : ", ")
            line.add(word.text, word.role)
        }
        if !words.isEmpty { line.add("   ") }
    }

    private func add(credentialsTo line: inout Line) {
        let standing = CredentialStanding(facts, at: now)
        let mark = standing.isRenewalFailing ? "!" : ""
        let role: Role = standing.isRenewalFailing ? .warn : .text
        switch standing.life {
        case .unknown: line.add("creds ?", .dim)
        case .none: line.add("creds FAIL", .error)
        case .ended: line.add("creds ended", .error)
        case .lasting: line.add("creds static\(mark)", role)
        case .session: line.add("creds session\(mark)", role)
        case .until:
            let left = standing.left ?? .zero
            line.add("creds \(Self.remaining(left))\(mark)", left < CredentialStanding.nearEnd ? .warn : role)
        }
    }

    private func add(clockTo line: inout Line, isRoomy: Bool) {
        guard let offset = facts.clock.map({ ClockOffset($0.offset) }), isRoomy || offset.role != .text else { return }
        line.add("   ")
        line.add("clock \(offset.mark)", offset.role)
    }

    /// Whole minutes as long as they are many, so that nothing has to be drawn every second for them.
    private static func remaining(_ left: Duration) -> String {
        if left < CredentialStanding.nearEnd || left >= .seconds(3600) { return left.countdown }
        return "\(left.milliseconds / 60_000)m"
    }
}
