import Canvas
import ProxyCore

/// One audience set as the cells of a row.
struct TokenCells {
    let row: TokenRow
    let scene: Scene
    let columns: TokenColumns

    func draw(on canvas: inout Canvas, row position: Int) {
        for placed in columns.placed {
            if placed.column == .fuse { drawFuse(on: &canvas, row: position, placed); continue }
            let (text, role) = cell(placed.column)
            canvas.putField(
                text, row: position, column: placed.start, width: placed.width, placed.column.alignment, role: role)
        }
    }

    private func cell(_ column: TokenColumns.Column) -> (String, Role) {
        switch column {
        case .handle: (row.handle.description, .text)
        case .audience: (scene.veil.foreign(row.audiences.description), .text)
        case .generation: (row.newest.map { "#\($0.id.generation)" } ?? "-", .dim)
        case .state: state
        case .left: left
        case .next: next
        case .fuse: ("", .text)
        case .uses: ((row.newest?.uses ?? 0).grouped, .text)
        case .problems: (row.problems.grouped, row.problems > 0 ? .error : .text)
        case .took: (took, .dim)
        case .print: (row.newest?.facts.print ?? "", .dim)
        }
    }

    private var state: (String, Role) {
        let state = row.state(at: scene.now)
        return switch state {
        case .fresh: (state.rawValue, .text)
        case .due: (state.rawValue, .warn)
        case .wait: (state.rawValue, .info)
        case .old, .none: (state.rawValue, .dim)
        case .denied, .failed: (state.rawValue, .error)
        }
    }

    private var left: (String, Role) {
        guard let newest = row.newest, newest.fate == nil || newest.fate == .expired else { return ("-", .dim) }
        let left = newest.left(at: scene.now)
        return (left.countdown, left <= .zero ? .error : left < FlowRow.shortLife ? .warn : .text)
    }

    /// The wait until the next call to STS, if traffic goes on.
    private var next: (String, Role) {
        if row.fetching != nil { return ("asking", .info) }
        if let retry = row.retry(at: scene.now) {
            return (retryText(retry), .error)
        }
        guard let held = row.held(at: scene.now) else { return ("use", .dim) }
        let wait = scene.now.duration(to: held.mint.refreshAt)
        return wait > .zero ? (wait.countdown, .text) : ("use", .warn)
    }

    private func retryText(_ wait: Duration) -> String {
        guard wait > .zero else { return "retry" }
        if columns.isWide { return wait < .seconds(10) ? "retry \(wait.countdown)" : "retry\(wait.countdown)" }
        return wait < .seconds(100) ? "retry\(max(1, wait.milliseconds / 1000))" : wait.countdown
    }

    private var took: String {
        if let failure = row.failure { return failure.took.column }
        return row.newest?.mint.took.column ?? ""
    }

    private func drawFuse(on canvas: inout Canvas, row position: Int, _ placed: TokenColumns.Placed) {
        guard let held = row.held(at: scene.now) else { return }
        canvas.put(
            FuseBar(held, at: scene.now).line, row: position, columns: placed.start..<(placed.start + placed.width))
    }
}
