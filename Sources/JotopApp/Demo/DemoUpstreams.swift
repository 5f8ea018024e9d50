import AWSClient
import EmulatedSTS
import NIOCore
import ProxyCore

/// The upstreams of the demo, each with a habit of its own. All check audiences and lifetimes; not all do it well.
struct DemoUpstreams {
    /// How far the clock of ``DemoWorld/Host/mirror`` is behind.
    static let lateness = Duration.seconds(5)

    /// Does everything right.
    let gateway: VerifyingUpstream
    /// Its clock is late, so that young tokens seem to come from the future.
    let late: VerifyingUpstream
    /// Believes whatever a token says, whoever signed it.
    let trusting: VerifyingUpstream

    /// Starts all of them, or none.
    static func start(
        _ sts: EmulatedSTS, _ transport: some HTTPTransport, on group: any EventLoopGroup
    ) async throws -> DemoUpstreams {
        var started: [VerifyingUpstream] = []
        do {
            for configuration in [gateway(sts, transport), late(sts, transport), trusting(sts, transport)] {
                started.append(try await VerifyingUpstream.start(configuration, on: group))
            }
        } catch {
            for upstream in started { await upstream.shutdown() }
            throw error
        }
        return DemoUpstreams(gateway: started[0], late: started[1], trusting: started[2])
    }

    func shutdown() async {
        for upstream in [gateway, late, trusting] { await upstream.shutdown() }
    }

    /// The port that a host's name leads to.
    func port(of host: DemoWorld.Host) -> Int {
        switch host {
        case .api, .lake, .files, .billing, .partner, .events: gateway.port
        case .mirror: late.port
        case .legacy: trusting.port
        // tcpmux, which nobody serves any more.
        case .ledger: 1
        }
    }

    private static func gateway(
        _ sts: EmulatedSTS, _ transport: some HTTPTransport
    ) -> VerifyingUpstream.Configuration {
        var gateway = configuration(["http://\(DemoWorld.Host.billing.rawValue).internal"], sts, transport)
        for host in [DemoWorld.Host.api, .lake, .files] {
            gateway.audiencesByHost[host.rawValue] = ["http://\(host.rawValue)"]
        }
        return gateway
    }

    private static func late(
        _ sts: EmulatedSTS, _ transport: some HTTPTransport
    ) -> VerifyingUpstream.Configuration {
        var late = configuration(["http://\(DemoWorld.Host.mirror.rawValue)"], sts, transport)
        late.now = { WallTime.now().advanced(by: .zero - lateness) }
        return late
    }

    private static func trusting(
        _ sts: EmulatedSTS, _ transport: some HTTPTransport
    ) -> VerifyingUpstream.Configuration {
        var trusting = configuration(["http://\(DemoWorld.Host.legacy.rawValue)"], sts, transport)
        trusting.checksSignatures = false
        return trusting
    }

    private static func configuration(
        _ audiences: Set<String>, _ sts: EmulatedSTS, _ transport: some HTTPTransport
    ) -> VerifyingUpstream.Configuration {
        var configuration = VerifyingUpstream.Configuration(
            issuer: sts.issuer, audiences: audiences, transport: transport)
        // The tokens live for seconds: an issuer's whole second may lie ahead of a reader's clock by a part of one.
        configuration.leeway = .seconds(1)
        return configuration
    }
}
