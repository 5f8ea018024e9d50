import Canvas
import ProxyCore

/// What the flows list shows before the first flow: whether a token can be had, and what to do next.
struct HelloScreen {
    private let facts: ProcessFacts
    private let rules: UpstreamRules
    private let scene: Scene
    private let isDemo: Bool
    private let mayMint: Bool
    private let width: Int
    private let rows: Int

    init(_ dashboard: Dashboard) {
        // A preflight is what its reader waits for, paused or not.
        facts = dashboard.live.facts
        rules = UpstreamRules(dashboard)
        scene = dashboard.scene
        isDemo = dashboard.configuration.isDemo
        mayMint = !dashboard.configuration.isReadOnly && dashboard.playback == nil
        width = dashboard.size.columns - 1
        rows = max(0, (dashboard.layout(of: .flows).list?.rows ?? 0) - 2)
    }

    /// The fullest version that there is room for.
    var lines: [Line] {
        let versions = versions
        guard let least = versions.last else { return [] }
        let key = scene.keymap.key(for: .preflight, in: .flows) ?? ":preflight"
        return versions.first { $0.count <= rows } ?? least.prefix(max(0, rows - 1)) + [
            Line("   \(key) shows all of it", .key)
        ]
    }

    /// Whether even the shortest version has no room.
    var isCut: Bool { versions.allSatisfy { $0.count > rows } }

    private var versions: [[Line]] {
        guard let report = facts.preflight else {
            return [head + [.empty] + known + curl + more, head + [.empty] + known + curl, head + known]
        }
        let (whole, brief, tight) = (checks(report, .whole), checks(report, .brief), checks(report, .tight))
        let isLarge = width >= Layout.wide - 1
        return (isLarge ? [head + [.empty] + whole + curl + more] : []) + [
            head + [.empty] + brief + curl + more, head + [.empty] + brief + curl, head + [.empty] + tight + curl,
            head + [.empty] + brief, head + tight, head + checks(report, .problems),
        ]
    }

    private var head: [Line] {
        guard let listener = facts.listener else { return [Line("  Starting: the listener is not up yet.")] }
        return [Line("  Ready on \(listener). Nothing has come through yet.")]
    }

    // MARK: - What was looked at

    private func checks(_ report: PreflightReport, _ density: PreflightEntry.Density) -> [Line] {
        let rest = density == .problems ? [] : rules.entries
        let isLarge = density == .whole
        return PreflightText(
            entries: PreflightEntry.entries(of: report, density), scene: scene, width: width, showsTimes: isLarge
        ).lines + PreflightText.underWay(report)
            + PreflightText(entries: rest, scene: scene, width: width).lines
    }

    // MARK: - What is known without looking

    private var known: [Line] {
        var lines = fact("credentials", credentials)
        if let remedy = facts.credentialsFailure?.remedy {
            lines += RemedyText.lines(remedy, scene, indent: 17, role: .info, width: width)
        }
        if let principal = facts.credentials?.principal { lines += fact("identity", scene.veil.text(principal)) }
        if let region = facts.credentials?.region { lines += fact("region", region) }
        if let upstream = rules.upstream { lines += fact("upstream", upstream) }
        if let audience = rules.audience { lines += fact("audience", audience) }
        return lines
    }

    private var credentials: String {
        let found = facts.credentials.map { scene.veil.text($0.source) } ?? "found before"
        let failure = facts.credentialsFailure.map { scene.veil.text($0.message) }
        let renewal = failure.map { "; no newer ones: \($0)" } ?? ""
        let standing = CredentialStanding(facts, at: scene.now)
        switch standing.life {
        case .unknown: return "not looked up yet"
        case .none: return "none: \(failure ?? "")"
        case .lasting: return "\(found), without an end\(renewal)"
        case .session: return "\(found), a session whose end is not told\(renewal)"
        case .ended: return "\(found), ended"
        case .until(let end):
            let left = (standing.left ?? .zero).countdown
            return "\(found), until \(scene.time.minute(end)) (\(left) left)\(renewal)"
        }
    }

    private func fact(_ name: String, _ value: String) -> [Line] {
        Line.wrapped(Line("   ").adding(name, .dim).padded(to: 17), value, width: width)
    }

    // MARK: - What to do next

    private var curl: [Line] {
        guard let command = rules.curl else { return [] }
        return [.empty, Line("  Send something:"), Line("   ").adding(command, .info)]
    }

    /// What else there is to press before the first request.
    private var more: [Line] {
        let key = rules.curl == nil ? nil : scene.keymap.key(for: .copyMenu, in: .flows)
        let offers: [(press: String, words: String)?] = [
            key.map { ($0, "copies that line") },
            mayMint ? (":mint AUDIENCE", "asks STS for a token now, no request needed") : nil,
            isDemo ? nil : ("jotop demo", "the same screens with no AWS account at all"),
        ]
        let lines = offers.compactMap(\.self).map { offer in
            Line("   ").adding(offer.press, .key).padded(to: 19).adding(offer.words)
        }
        return lines.isEmpty ? [] : [.empty] + lines
    }
}
