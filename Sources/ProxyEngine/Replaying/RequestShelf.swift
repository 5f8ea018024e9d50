import ProxyCore

/// The latest requests of one event loop, for replays. Bounded in number and in memory; the oldest goes first.
///
/// Those that were refused or failed stand in a row of their own, so that what goes well does not push them out.
struct RequestShelf {
    fileprivate struct Row {
        var requests: [FlowID: KeptRequest] = [:]
        /// The oldest stands at `first`; what is before it has gone.
        var order: [FlowID] = []
        var first = 0
        var weight = 0
    }

    /// Of each row.
    private let limit: Int
    private let weightLimit: Int
    private var problems = Row()
    private var others = Row()

    /// - Parameters:
    ///   - limit: of either kind, in requests.
    ///   - weightLimit: of either kind, in bytes.
    init(limit: Int, weightLimit: Int) {
        self.limit = limit
        self.weightLimit = weightLimit
    }

    /// What one of several event loops keeps: together about a thousand requests of either kind, and 16 MiB of each at most.
    init(sharedBy loops: Int) {
        self.init(limit: max(64, 1_024 / loops), weightLimit: max(1 << 20, (16 << 20) / loops))
    }

    subscript(flow: FlowID) -> KeptRequest? { problems.requests[flow] ?? others.requests[flow] }

    mutating func add(_ request: KeptRequest, isProblem: Bool) {
        let bounds = (limit, weightLimit)
        if isProblem { problems.add(request, within: bounds) } else { others.add(request, within: bounds) }
    }
}

extension RequestShelf.Row {
    /// Changes the row where it lies: nothing else may hold on to it meanwhile, or all of it would be copied.
    fileprivate mutating func add(_ request: KeptRequest, within bounds: (count: Int, weight: Int)) {
        requests[request.flow] = request
        order.append(request.flow)
        weight += request.weight
        while requests.count > bounds.count || (weight > bounds.weight && requests.count > 1) { dropOldest() }
    }

    fileprivate mutating func dropOldest() {
        guard first < order.count else { return }
        if let gone = requests.removeValue(forKey: order[first]) { weight -= gone.weight }
        first += 1
        // Half of it has gone: the rest moves up, which comes to one move a request.
        guard first > 64, first * 2 > order.count else { return }
        order.removeFirst(first)
        first = 0
    }
}
