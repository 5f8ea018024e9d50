import Canvas
import ProxyCore

/// What the flows list shows before the first flow: what is known by now, and what to do next. None of it is a check.
struct HelloScreen {
    private let facts: ProcessFacts
    private let scene: Scene
    private let extra: [String]
    private let width: Int

    init(_ dashboard: Dashboard) {
        facts = dashboard.shown.facts
        scene = dashboard.scene
        extra = dashboard.configuration.helloLines
        width = dashboard.size.columns
    }

    var lines: [Line] {
        var lines: [Line] = []
        if let listener = facts.listener {
            lines.append(Line("  Ready on \(listener). Nothing has come through yet."))
        } else {
            lines.append(Line("  Starting: the listener is not up yet."))
        }
        lines.append(.empty)
        lines += known
        if let curl {
            lines += [.empty, Line("  Send something:"), Line("   ").adding(curl, .info)]
        }
        if !extra.isEmpty { lines += [.empty] + extra.flatMap { Line.wrapped(Line("  "), $0, width: width) } }
        return lines
    }

    private var known: [Line] {
        var lines = fact("credentials", credentials)
        if let principal = facts.credentials?.principal { lines += fact("identity", scene.veil.text(principal)) }
        if let region = facts.credentials?.region { lines += fact("region", region) }
        if let upstream = facts.upstream {
            lines += fact("upstream", facts.isPinned ? upstream : "from each request's \(upstream) field")
        }
        return lines
    }

    private var credentials: String {
        if let failure = facts.credentialsFailure { return "none: \(scene.veil.text(failure.message))" }
        guard let credentials = facts.credentials else { return "not looked up yet" }
        guard let end = credentials.expires else { return "\(credentials.source), without an end" }
        return "\(credentials.source), until \(scene.time.minute(end)) (\(scene.now.duration(to: end).countdown) left)"
    }

    private var curl: String? {
        guard let listener = facts.listener, let upstream = facts.upstream else { return nil }
        // A wildcard address is no address to send to.
        let port = listener.split(separator: ":").last.map { String($0) } ?? ""
        let isWildcard = listener.hasPrefix("0.0.0.0:") || listener.hasPrefix("[::]:")
        let url = "http://\(isWildcard ? "127.0.0.1:\(port)" : listener)/"
        return facts.isPinned ? "curl \(url)" : "curl -H '\(upstream): api.example.com' \(url)"
    }

    private func fact(_ name: String, _ value: String) -> [Line] {
        Line.wrapped(Line("   ").adding(name, .dim).padded(to: 17), value, width: width)
    }
}
