import AWSClient
import JotopSettings
import ProxyCore

/// The parts of a running proxy, put together: engine, token cache, STS client and the feeds between them.
struct ProxyStack {
    let settings: RunSettings
    let events = EventHub()
    let stats = TrafficStats()
    let controls: EngineControls
    let time: TimeSource
    let orders = AsyncStream.makeStream(of: EngineOrder.self)

    init(_ settings: RunSettings, time: TimeSource = .live) {
        self.settings = settings
        self.time = time
        controls = EngineControls(allowsFaults: settings.allowsFaults, tags: settings.tags)
    }

    var orderQueue: AsyncStream<EngineOrder>.Continuation { orders.continuation }

    func perform(_ command: EngineCommand) { orders.continuation.yield(.command(command)) }

    /// Credentials of a source, kept fresh, with this proxy's events.
    ///
    /// - Parameters:
    ///   - stamp: stands for the state of the files that the source reads.
    ///   - longestSearch: the bound of a search.
    func keep<Stamp: Equatable & Sendable>(
        _ source: some CredentialProvider, correctsClock: Bool = true, longestSearch: Duration = .seconds(90),
        stamp: @escaping @Sendable () -> Stamp
    ) -> KeptCredentials {
        KeptCredentials(
            source, stamp: stamp, correctsClock: correctsClock, longestSearch: longestSearch, events: events,
            time: time)
    }
}
