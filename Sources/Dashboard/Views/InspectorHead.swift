import Canvas
import ProxyCore

/// The head of an inspector: which flow, and which tab.
struct InspectorHead {
    private let inspector: InspectorState
    private let record: FlowRecord?
    private let scene: Scene

    init(_ dashboard: Dashboard, _ inspector: InspectorState) {
        self.inspector = inspector
        record = dashboard.shown.flows.record(of: inspector.flow)
        scene = dashboard.scene
    }

    /// For a rule: `#1187 GET billing.example.net/v2/invoices  401 in 26 ms`.
    func title(columns: Int, role: Role) -> Line {
        var line = Line("\(inspector.flow) ", role)
        line.add(Canvas.fit(target, width: max(0, columns - line.width - outcome.count), cut: .middle))
        line.add(outcome, self.role)
        return line
    }

    /// For a row of its own.
    func summary(columns: Int) -> Line {
        let time = record.map { scene.time.clock($0.start.time, milliseconds: true) } ?? ""
        let right = "\(outcome)  \(time)"
        let room = columns - right.count - 4
        var line = Line(" ")
        line.add(Canvas.fit(target, width: max(0, room), cut: .middle))
        line.addRight(right, role, total: columns - 1)
        return line
    }

    /// - Parameter hasKeys: whether the keys for it work just now.
    func tabsRow(columns: Int, hasKeys: Bool = true) -> Line {
        var line = Line(" ")
        for piece in tabs.pieces { line.add(piece.glyphs, piece.role) }
        if hasKeys { line.addRight(turningKeys, .dim, total: columns - 1) }
        return line
    }

    /// Whether a row of tabs has room for the keys that turn them.
    func namesKeys(columns: Int) -> Bool {
        !turningKeys.isEmpty && tabsRow(columns: columns).width > tabsRow(columns: columns, hasKeys: false).width
    }

    /// `[ ] tab   , . flow`
    private var turningKeys: String {
        let pairs: [(actions: [Action], word: String)] = [
            ([.previousTab, .nextTab], "tab"), ([.previousFlow, .nextFlow], "flow"),
        ]
        return pairs.compactMap { actions, word in
            let keys = actions.compactMap { scene.keymap.key(for: $0, in: Place.inspectors) }
            return keys.isEmpty ? nil : "\(keys.joined(separator: " ")) \(word)"
        }.joined(separator: "   ")
    }

    /// `[Why]  Request  Response  Token B1  Timing`, the brackets taking the place of blanks.
    var tabs: Line {
        var line = Line()
        for tab in InspectorState.Tab.allCases {
            let token = tab == .token ? record?.known?.token.map { " \($0.id)" } ?? "" : ""
            let text = tab.title + token
            if tab == inspector.tab { line.add("[\(text)]", .key) } else { line.add(" \(text) ") }
        }
        return line
    }

    private var target: String {
        guard let start = record?.start else { return "left the ring" }
        return FlowTarget(start, scene.veil).text
    }

    private var outcome: String {
        guard let record else { return "" }
        let took = record.total(at: scene.now).measured
        let fault = record.known?.fault == nil ? "" : "  F"
        return fault + (record.isInFlight ? "  running, \(took)" : "  \(record.statusText) in \(took)")
    }

    private var role: Role { record?.isProblem == true ? .error : .text }
}

extension InspectorState.Tab {
    var title: String {
        switch self {
        case .why: "Why"
        case .request: "Request"
        case .response: "Response"
        case .token: "Token"
        case .timing: "Timing"
        }
    }
}
