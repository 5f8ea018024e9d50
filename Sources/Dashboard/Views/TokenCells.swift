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
            let (text, role) = cell(placed)
            canvas.putField(
                text, row: position, column: placed.start, width: placed.width, placed.column.alignment, role: role)
        }
    }

    private func cell(_ placed: PlacedColumn<TokenColumns.Column>) -> (String, Role) {
        switch placed.column {
        case .handle: (row.handle.description, .text)
        case .audience: (scene.veil.foreign(row.audiences.description), .text)
        case .generation: (row.newest.map { "#\($0.id.generation)" } ?? "-", .dim)
        case .state: state
        case .left: left
        case .next: next(width: placed.width)
        case .fuse: ("", .text)
        case .uses: (row.uses.grouped, .text)
        case .problems: (row.problems.grouped, row.problems > 0 ? .error : .text)
        case .waited: (row.waited > 0 ? row.waited.grouped : "-", .dim)
        case .took: (took, .dim)
        case .print: (row.newest?.facts.print ?? "", .dim)
        case .age: (row.held(at: scene.now)?.born.duration(to: scene.now).countdown ?? "-", .text)
        case .algorithm: (row.newest?.facts.algorithm ?? "", .dim)
        case .keyID: (row.newest?.facts.keyID.map(scene.veil.keyID) ?? "", .dim)
        }
    }

    private var state: (String, Role) {
        let state = row.state(at: scene.now)
        return switch state {
        case .fresh: (state.rawValue, .text)
        case .due, .retry: (state.rawValue, .warn)
        case .wait, .settling, .capped: (state.rawValue, .info)
        case .old, .none: (state.rawValue, .dim)
        case .denied, .limited, .failed: (state.rawValue, .error)
        }
    }

    private var left: (String, Role) {
        guard let newest = row.newest, newest.fate == nil || newest.fate == .expired else { return ("-", .dim) }
        let left = newest.left(at: scene.now)
        return left <= .zero ? (left.countdown, .error) : FlowRow.left(left, .warn)
    }

    /// The wait until the next call to STS, or what it waits for.
    private func next(width: Int) -> (String, Role) {
        switch row.nextCall(at: scene.now) {
        case .underWay: ("asking", .info)
        case .byItself(let time): (scene.now.duration(to: time).countdown, .text)
        case .retry(let time): (retryText(scene.now.duration(to: time), width: width), .error)
        case .ifUsed: ("unused", .dim)
        case .onUse: ("on use", .dim)
        }
    }

    /// `retry 18s`, and `retry18` where there is no room for that.
    private func retryText(_ wait: Duration, width: Int) -> String {
        let whole = "retry \(max(.seconds(1), wait).countdown)"
        guard whole.count > width else { return whole }
        return wait < .seconds(100) ? "retry\(max(1, wait.milliseconds / 1000))" : wait.countdown
    }

    private var took: String { row.took?.column ?? "" }

    private func drawFuse(on canvas: inout Canvas, row position: Int, _ placed: PlacedColumn<TokenColumns.Column>) {
        guard let held = row.held(at: scene.now) else { return }
        canvas.put(
            FuseBar(held, at: scene.now).line, row: position, columns: placed.start..<(placed.start + placed.width))
    }
}
