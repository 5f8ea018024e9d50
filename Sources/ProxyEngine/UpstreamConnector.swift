import HTTPWire
import NIOCore
import NIOPosix
import NIOSSL
import OutboundProxies
import ProxyCore

/// Makes connections to upstreams: name resolution, TCP, TLS.
struct UpstreamConnector: Sendable {
    let trust: UpstreamTrust
    /// For name resolution and TCP, and once more for TLS.
    let timeout: TimeAmount
    let time: TimeSource
    /// Who resolves names; nil for the system's resolver.
    let resolver: ProxyEngine.MakeResolver?
    /// Where connections may lead.
    let addresses: AddressRule
    /// Which of them go through a proxy.
    var proxies = ProxyRules.none
    /// Where they must not lead.
    let own = OwnAddress()
    /// Of an answer's head.
    var headLimits = HeadLimits.answers
    /// How many there may be.
    var sockets = OpenSockets(limit: .max)

    /// To be called on `eventLoop`, where `then` is called too: once, when the connection can be used or cannot be had.
    ///
    /// - Parameter version: the newest that an upstream is offered; without TLS that is always HTTP/1.1.
    func connect(
        to target: UpstreamTarget, offering version: ProtocolVersion, on eventLoop: any EventLoop,
        then: @escaping (Result<UpstreamLine, ProxyError>) -> Void
    ) {
        let tls = version == .http2 ? trust.anyVersion : trust.oldVersion
        let answer = NIOLoopBound(Answer(then), eventLoop: eventLoop)
        let proxy = proxies.proxy(for: target.scheme.rawValue, host: target.host, port: target.port)
        if let obstacle = sockets.obstacle ?? proxy.flatMap({ Self.obstacle(to: target, through: $0) }) {
            return answer.value.give(.failure(obstacle))
        }
        ClientBootstrap(group: eventLoop)
            .resolver(resolver?(eventLoop))
            .connectTimeout(timeout)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel, target: target, tls: tls, proxy: proxy, answer: answer.value)
                }
            }
            .connect(host: proxy?.host ?? target.host, port: proxy?.port ?? target.port)
            .whenFailure { error in
                answer.value.give(.failure(UpstreamFault.refusal(error, connectingTo: target, through: proxy)))
            }
    }

    /// Why a target cannot be reached through a proxy. Whoever reads the settings refuses one that is spoken to by TLS already.
    private static func obstacle(to target: UpstreamTarget, through proxy: ProxyServer) -> ProxyError? {
        if proxy.usesTLS {
            return ProxyError(
                .upstreamUnavailable, "\(proxy.words) is spoken to by TLS, which is not done here; use http://")
        }
        let refusal = ProxyRules.unverifiable(scheme: target.scheme.rawValue, host: target.host)
        return refusal.map {
            ProxyError(.upstreamUnavailable, "\($0.message(of: "upstream")) (\(proxy.words)): \($0.remedy())")
        }
    }

    private func configure(
        _ channel: any Channel, target: UpstreamTarget, tls: NIOSSLContext, proxy: ProxyServer?, answer: Answer
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        sockets.opened(channel)
        // A proxy resolves names itself: what can be judged here is the name, and the router has done that.
        if proxy == nil { try pipeline.addHandler(AddressCheck(addresses, own: own, host: target.host)) }
        if target.scheme == .https {
            let name = target.serverName
            let makeTLS = { try NIOSSLClientHandler(context: tls, serverHostname: name) }
            if let proxy {
                try pipeline.addHandler(ConnectTunnel(proxy, to: target, then: makeTLS))
            } else {
                try pipeline.addHandler(makeTLS())
            }
        }
        let connection = UpstreamConnection(
            target: target, handshakeTimeout: timeout, time: time, proxy: proxy, headLimits: headLimits)
        // While several addresses of a name are tried, each has a channel of its own; the first that is ready counts.
        connection.whenReady = { answer.give($0) }
        try pipeline.addHandler(connection)
    }
}

/// Hands over one result, the first.
private final class Answer {
    private var then: ((Result<UpstreamLine, ProxyError>) -> Void)?

    init(_ then: @escaping (Result<UpstreamLine, ProxyError>) -> Void) { self.then = then }

    func give(_ result: Result<UpstreamLine, ProxyError>) {
        guard let then else {
            if case .success(let late) = result { late.close() }
            return
        }
        self.then = nil
        then(result)
    }
}

extension UpstreamTarget {
    /// The name for SNI and for checking the certificate (RFC 6066, section 3): never an address.
    var serverName: String? {
        let isIPv4 = host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        return isIPv6 || isIPv4 ? nil : host
    }
}
