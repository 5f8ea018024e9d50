import Canvas
import ProxyCore

/// One flow as the cells of a row.
struct FlowRow {
    /// Below this, what was left of a token is worth a warning.
    static let shortLife = Duration.seconds(300)

    /// A row that was not there so long ago is shown as new.
    private static let freshness = Duration.seconds(1)

    /// How a row stands in its list.
    struct Standing {
        var isMarked = false
        /// It does not pass the filter, and is shown because it is selected or marked.
        var isGuest = false
        /// The newest row is selected, which tells well enough what is new.
        var isFollowed = false
        var repeats: Repeats?
    }

    /// The rows that a row stands for.
    struct Repeats {
        let count: Int
        /// From the first to the last of them.
        let span: Duration

        var text: String { "x\(count.grouped) in \(span.phrase)" }
    }

    let record: FlowRecord
    let scene: Scene
    let columns: FlowColumns
    var hostCut = Canvas.Cut.end
    var standing = Standing()

    /// `*` marked, `F` faulted by the reader, `R` a replay, `!` problem, ` ` none; the selected row gets its own mark.
    var mark: (text: String, role: Role) {
        if record.known?.fault != nil, !standing.isMarked { return ("F", .error) }
        if standing.isMarked { return ("*", record.isProblem ? .error : .key) }
        if record.start.replay != nil { return ("R", .info) }
        return record.isProblem || isAlarming ? ("!", .error) : (" ", .text)
    }

    /// Whether it was the first to carry a token of another identity.
    private var isAlarming: Bool { scene.traffic.tokens.identityChanges[record.id] != nil }

    func draw(on canvas: inout Canvas, row: Int, column: Int) {
        canvas.put(mark.text, row: row, column: column, style: Style(mark.role))
        for placed in columns.placed {
            let (text, role) = cell(placed.column)
            let start = column + placed.start
            var width = placed.width
            if placed.column == .path, let repeats = standing.repeats?.text, width >= repeats.count + 9 {
                width -= repeats.count + 1
                canvas.put(repeats, row: row, column: start + width + 1, style: Style(shown(.info)))
            }
            canvas.putField(
                text, row: row, column: start, width: width, placed.column.alignment,
                cut: cut(text, of: placed.column, width: width),
                role: placed.column == .time && role == .text && isFresh ? shown(.fresh) : shown(role))
        }
    }

    private func cut(_ text: String, of column: FlowColumns.Column, width: Int) -> Canvas.Cut {
        switch column {
        case .path: .path(text, width: width)
        case .upstream: hostCut
        default: .end
        }
    }

    private func shown(_ role: Role) -> Role { standing.isGuest ? .dim : role }

    /// Then its time is bold, and nothing else: what stands out has to be taken back a second later, over a slow line too.
    private var isFresh: Bool {
        !standing.isFollowed && record.start.time.duration(to: scene.now) < Self.freshness
    }

    private func cell(_ column: FlowColumns.Column) -> (String, Role) {
        switch column {
        case .id: (String(record.id.number), .dim)
        case .time: (scene.time.row(record.start.time, milliseconds: columns.isWide), .text)
        case .method: (method, .text)
        case .upstream: (record.start.host.map(scene.veil.host) ?? "(none)", record.start.host == nil ? .dim : .text)
        case .path: (path, .text)
        case .status: (status, statusRole)
        case .token: token
        case .left: left
        case .tokenTime: (record.known?.durations.token?.column ?? "-", .text)
        case .upstreamTime: (upstreamTime, .text)
        case .total: (running ?? record.end?.durations.total.column ?? "-", .text)
        case .age: (record.known?.token?.age.countdown ?? "-", record.known?.token == nil ? .dim : .text)
        case .print: (record.known?.token?.print ?? "", .dim)
        case .received: (record.known.map { $0.responseBytes.size } ?? "", .dim)
        }
    }

    private var path: String {
        let path = record.start.path
        return scene.veil.path(standing.repeats == nil ? path : PathTemplate.text(path))
    }

    /// DELETE is the only common method that four cells cannot tell from another.
    private var method: String {
        guard !columns.isWide else { return record.start.method }
        return record.start.method == "DELETE" ? "DEL" : record.start.method
    }

    private var running: String? { record.isInFlight ? Self.running(record.total(at: scene.now)) : nil }

    /// What still runs is told in whole seconds: tenths of twenty rows would be most of what a tick sends.
    private static func running(_ time: Duration) -> String {
        "~" + (time < .seconds(1) ? time.column : time.countdown)
    }

    private var upstreamTime: String {
        if record.isInFlight { return upstreamSoFar.map(Self.running) ?? "" }
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

    private var token: (String, Role) {
        let cell = FlowTokenCell(record, scene.traffic.tokens)
        return (cell.text, cell.role)
    }

    private var left: (String, Role) {
        guard let left = record.known?.token?.lifeLeft else { return ("-", .dim) }
        return Self.left(left, .warn)
    }

    /// `32m52`, and `4m10!` where that is little: a colour alone is lost on the bar and without colours.
    static func left(_ left: Duration, _ role: Role) -> (String, Role) {
        left < shortLife ? ("\(left.countdown)!", role) : (left.countdown, .text)
    }
}

extension Canvas.Cut {
    /// Narrower than this, a path that lost its middle would be two stumps.
    private static let leastForMiddle = 12

    /// A path says most at its ends; where its query alone has no room, that is what goes.
    static func path(_ path: String, width: Int) -> Canvas.Cut {
        guard path.utf8.count > width, width >= leastForMiddle else { return .end }
        let own = path.prefix { $0 != "?" }
        return own.utf8.count < path.utf8.count && Canvas.width(String(own)) < width ? .end : .middle
    }
}
