import HTTPWire
import NIOCore
import ProxyCore

/// What the connections of one event loop share. Never leaves that loop.
///
/// Timers hold on to it, and to what is in it, until they fire or are cancelled: an object that somebody refers to weakly is
/// slower to count, and these are counted for each request.
final class LoopContext {
    /// The most host headers whose routes are remembered: more than anybody has upstreams, and few enough for whoever sends
    /// names that are made up.
    private static let routeLimit = 1024

    let engine: EngineContext
    let eventLoop: any EventLoop
    let pool: UpstreamPool
    let rules: HeaderRules
    let headLimits: HeadLimits
    /// Where this loop counts.
    let counts: TrafficShard
    let guardian: LoopGuard
    let exchanges: ExchangeTable
    let events: LoopEvents
    let flushes: TickFlush
    let traces = TokenTraces()
    /// The latest requests, for replays; nil where there are none.
    var shelf: RequestShelf?
    private var routes: [String: Route] = [:]
    /// The last that was asked for, and the value that named it: most programs talk to one upstream at a time.
    private var recent: (name: [UInt8], route: Route)?
    /// The one route there is where no header names the upstream.
    private var pinned: Route?
    /// The state of the audiences set by hand that the remembered routes follow from.
    private var overridesVersion = 0
    private var clients: [ObjectIdentifier: any ServedConnection] = [:]
    private var progress: Scheduled<Void>?
    private var sweep: Scheduled<Void>?

    /// - Parameter siblings: how many loops there are, this one included.
    init(engine: EngineContext, eventLoop: any EventLoop, siblings: Int = 1) {
        self.engine = engine
        self.eventLoop = eventLoop
        pool = UpstreamPool(
            eventLoop: eventLoop, connector: engine.connector, time: engine.time,
            idleLimit: max(1, engine.budget.idleUpstreams / siblings))
        rules = HeaderRules(hostHeader: engine.configuration.router.hostHeader)
        let limits = engine.configuration.limits
        headLimits = HeadLimits(size: limits.headSize, targetSize: limits.targetSize, fieldCount: limits.fieldCount)
        counts = engine.stats.shard()
        guardian = LoopGuard(engine.configuration.guardian)
        exchanges = ExchangeTable(eventLoop: eventLoop, now: engine.time.now)
        events = LoopEvents(engine, eventLoop: eventLoop)
        flushes = TickFlush(eventLoop: eventLoop)
        shelf = engine.configuration.keepsRequests ? RequestShelf(sharedBy: siblings) : nil
    }

    /// Where a request goes, and for which audiences its token has to be.
    ///
    /// - Throws: what ``Router/resolve(_:)`` throws.
    func route(_ fields: FieldBlock) throws(ProxyError) -> Route {
        forgetOutdatedRoutes()
        guard rules.hostHeader != nil else { return try pinnedRoute() }
        var (named, count) = (FieldSpan?.none, 0)
        for span in fields.spans where rules.isHostHeader(span, in: fields) { (named, count) = (span, count + 1) }
        guard count <= 1 else {
            return try resolve(fields.spans.filter { rules.isHostHeader($0, in: fields) }.map { fields.text($0) })
        }
        guard let span = named else { return try resolve([]) }
        if let recent, fields.hasValue(span, recent.name) { return recent.route }
        let value = fields.text(span)
        let route = try known(value)
        recent = (Array(value.utf8), route)
        return route
    }

    private func known(_ value: String) throws(ProxyError) -> Route {
        if let known = routes[value] { return known }
        let route = try resolve([value])
        if routes.count >= Self.routeLimit { routes.removeAll(keepingCapacity: true) }
        routes[value] = route
        return route
    }

    private func forgetOutdatedRoutes() {
        let version = engine.controls.audiences.version
        guard version != overridesVersion else { return }
        overridesVersion = version
        routes.removeAll(keepingCapacity: true)
        (pinned, recent) = (nil, nil)
    }

    private func pinnedRoute() throws(ProxyError) -> Route {
        if let pinned { return pinned }
        let route = try resolve([])
        pinned = route
        return route
    }

    private func resolve(_ values: [String]) throws(ProxyError) -> Route {
        route(to: try engine.configuration.router.resolve(values))
    }

    /// The way to an upstream that has been found already.
    ///
    /// - Parameter audiences: nil for those that are in force, faults included.
    func route(to target: UpstreamTarget, for audiences: AudienceSet? = nil) -> Route {
        let usual =
            audiences ?? engine.controls.audiences.audiences(for: target.authority)
            ?? engine.configuration.audience.audiences(for: target)
        let faults = audiences == nil ? engine.controls.faults : nil
        let fault = faults?.fault(for: target)
        let audiences = fault.flatMap { faults?.audiences(of: $0, insteadOf: usual) } ?? usual
        return Route(
            target: target, audiences: audiences, slots: engine.stats.slots(for: target, audiences), fault: fault)
    }

    /// - Returns: how many clients are connected now, this one included.
    func opened(_ client: some ServedConnection) -> Int {
        clients[ObjectIdentifier(client)] = client
        var count = 0
        engine.stats.update {
            $0.connections += 1
            count = $0.connections
        }
        scheduleProgress()
        scheduleSweep()
        return count
    }

    /// One timer a loop instead of one a connection: nothing is scheduled or cancelled for each request.
    private func scheduleSweep() {
        guard sweep == nil else { return }
        let limits = engine.configuration.limits
        // A quarter of the time: a client may have that much more, and never less.
        let pace = min(max(min(limits.headTimeout, limits.idleTimeout) / 4, .milliseconds(10)), .seconds(5))
        sweep = eventLoop.assumeIsolated().scheduleTask(in: pace.timeAmount) {
            self.sweep = nil
            let now = self.engine.time.now()
            for client in self.clients.values { client.checkTime(now) }
            if !self.clients.isEmpty { self.scheduleSweep() }
        }
    }

    /// A connection goes on in another version of HTTP.
    func replace(_ client: some ServedConnection, by successor: some ServedConnection) {
        clients[ObjectIdentifier(client)] = nil
        clients[ObjectIdentifier(successor)] = successor
    }

    func closed(_ client: some ServedConnection) {
        clients[ObjectIdentifier(client)] = nil
        engine.stats.update { $0.connections -= 1 }
    }

    /// Every now and then, while there are clients or replays and somebody watches, tells of the flows that last longer than that:
    /// one timer a loop, and nothing for each request.
    func scheduleProgress() {
        guard progress == nil, engine.events.hasSubscribers else { return }
        progress = eventLoop.assumeIsolated().scheduleTask(in: engine.configuration.progressInterval.timeAmount) {
            self.progress = nil
            for exchange in self.exchanges.all { exchange.reportProgress() }
            if !self.clients.isEmpty || !self.exchanges.all.isEmpty { self.scheduleProgress() }
        }
    }

    /// Breaks every connection of this loop: what is in flight has had its time.
    func closeAll() {
        progress?.cancel()
        sweep?.cancel()
        exchanges.close()
        // They have no client that goes, and somebody waits for each.
        for exchange in exchanges.all where exchange.resending != nil {
            exchange.fail(ProxyError(.shuttingDown, "the proxy shuts down"))
        }
        for client in clients.values { client.abort() }
        pool.closeAll()
        events.flush()
    }
}
