import Canvas
import ProxyCore

/// One flow as the cells of a row.
struct FlowRow {
    /// Below this, what was left of a token is worth a warning.
    static let shortLife = Duration.seconds(300)

    let record: FlowRecord
    let scene: Scene
    let columns: FlowColumns

    /// `!` problem, ` ` none; the selected row gets its own mark.
    var mark: (text: String, role: Role) { record.isProblem || isAlarming ? ("!", .error) : (" ", .text) }

    /// Whether it was the first to carry a token of another identity.
    private var isAlarming: Bool { scene.traffic.tokens.identityChanges[record.id] != nil }

    func draw(on canvas: inout Canvas, row: Int, column: Int) {
        canvas.put(mark.text, row: row, column: column, style: Style(mark.role))
        for placed in columns.placed {
            let (text, role) = cell(placed.column)
            canvas.putField(
                text, row: row, column: column + placed.start, width: placed.width, placed.column.alignment,
                cut: placed.column == .path ? .middleish(placed.width) : .end, role: role)
        }
    }

    private func cell(_ column: FlowColumns.Column) -> (String, Role) {
        switch column {
        case .id: (String(record.id.number), .dim)
        case .time: (scene.time.row(record.start.time, milliseconds: columns.isWide), .text)
        case .method: (method, .text)
        case .upstream: (record.start.host.map(scene.veil.host) ?? "(none)", record.start.host == nil ? .dim : .text)
        case .path: (scene.veil.path(record.start.path), .text)
        case .status: (status, statusRole)
        case .token: token
        case .left: left
        case .tokenTime: (record.known?.durations.token?.column ?? "-", .text)
        case .upstreamTime: (upstreamTime, .text)
        case .total: (running ?? record.end?.durations.total.column ?? "-", .text)
        }
    }

    /// DELETE is the only common method that four cells cannot tell from another.
    private var method: String {
        guard !columns.isWide else { return record.start.method }
        return record.start.method == "DELETE" ? "DEL" : record.start.method
    }

    private var running: String? {
        record.isInFlight ? "~" + record.total(at: scene.now).column : nil
    }

    private var upstreamTime: String {
        if record.isInFlight { return upstreamSoFar.map { "~" + $0.column } ?? "" }
        return record.end?.durations.upstream?.column ?? "-"
    }

    /// What the upstream has taken since it was sent the token.
    private var upstreamSoFar: Duration? {
        guard let progress = record.progress, progress.token != nil, let token = progress.durations.token
        else { return nil }
        return max(.zero, record.total(at: scene.now) - token)
    }

    /// A mark has a cell of its own, so that the numbers stand in one line.
    private var status: String { record.statusText.count == 4 ? record.statusText : record.statusText + " " }

    private var statusRole: Role {
        if record.isProblem { return .error }
        guard let status = record.known?.status else { return .dim }
        return (300..<400).contains(status) ? .info : .text
    }

    /// The handle, and how it was come by: `A3 hit`, `D1 wait`, `C- FAIL`, and `F2 held` if it was never sent.
    private var token: (String, Role) {
        let handle = record.start.audiences.flatMap { scene.traffic.tokens[$0]?.handle.description }
        guard let end = record.known else { return (handle ?? "", .dim) }
        if end.token == nil, let held = end.heldToken { return ("\(held) held", .dim) }
        let name = end.token?.id.description ?? (handle ?? "") + "-"
        if isAlarming { return ("\(name) IDENT", .error) }
        return switch end.use {
        case .hit: ("\(name) hit", .text)
        case .minted: ("\(name) new", .text)
        case .waited: ("\(name) wait", .text)
        case .failed: ("\(name) FAIL", .error)
        case .notAsked: ("-", .dim)
        }
    }

    private var left: (String, Role) {
        guard let left = record.known?.token?.lifeLeft else { return ("-", .dim) }
        return (left.countdown, left < Self.shortLife ? .warn : .text)
    }
}

extension Canvas.Cut {
    /// A path says most at its ends, unless there is so little room that both would be lost.
    static func middleish(_ width: Int) -> Canvas.Cut { width >= 24 ? .middle : .end }
}
