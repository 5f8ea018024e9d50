import ProxyCore
import Synchronization

/// What all connections of the engine share, whichever event loop they are on.
final class EngineContext: Sendable {
    let configuration: ProxyEngine.Configuration
    let tokens: any TokenSource
    let controls: EngineControls
    let events: EventHub
    let stats: TrafficStats
    let time: TimeSource
    let connector: UpstreamConnector
    let budget: DescriptorBudget
    /// What TLS is served with; nil where plain HTTP is.
    let certificate: ServerCertificate?
    /// The most clients' connections at a time.
    let connectionLimit: Int
    /// Of flows that may be told of where not every one is wanted.
    let beginnings: SharedAllowance
    /// Of problems that may be told of besides.
    let problems: SharedAllowance
    private let flows = Atomic<UInt64>(0)

    init(
        configuration: ProxyEngine.Configuration, tokens: any TokenSource, controls: EngineControls = EngineControls(),
        events: EventHub, stats: TrafficStats, time: TimeSource, connector: UpstreamConnector, budget: DescriptorBudget,
        certificate: ServerCertificate? = nil
    ) {
        self.configuration = configuration
        self.tokens = tokens
        self.controls = controls
        self.events = events
        self.stats = stats
        self.time = time
        self.connector = connector
        self.budget = budget
        self.certificate = certificate
        beginnings = SharedAllowance(configuration.flowAllowance)
        problems = SharedAllowance(configuration.flowAllowance)
        connectionLimit = configuration.limits.connections ?? budget.connections
    }

    func nextFlow() -> FlowID {
        FlowID(flows.add(1, ordering: .relaxed).newValue)
    }
}
