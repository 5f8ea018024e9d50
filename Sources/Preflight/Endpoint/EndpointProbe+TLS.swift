import NIOCore
import NIOSSL
import NIOTLS
import ProxyCore
import TLSFaults

extension EndpointProbe {
    /// A handshake that went well.
    struct Handshake: Sendable {
        /// Such as `TLS 1.3`.
        let version: String
        /// The end of the certificate, if it tells.
        let certificateEnds: WallTime?
        /// The handshake alone.
        let took: Duration

        /// What was found, in words.
        func words(at now: WallTime) -> String {
            guard let end = certificateEnds else { return version }
            return "\(version), certificate good for \(now.duration(to: end).words)"
        }
    }

    /// Shakes hands with the endpoint at an address that answers, and closes again.
    func handshake(with address: SocketAddress, at now: WallTime) async throws(PreflightFailure) -> Handshake {
        let clock = ContinuousClock()
        do {
            let channel = try await open(address, within: timeout)
            defer { channel.close(promise: nil) }
            let began = clock.now
            let peer = try await shake(channel, verifying: true)
            return Handshake(
                version: peer.version, certificateEnds: peer.certificate.map { $0.validity.upperBound },
                took: clock.now - began)
        } catch let fault as ConnectFault {
            throw PreflightFailure("the second connection: \(fault.words)", remedy: fault.remedy(for: route))
        } catch {
            let certificate = TLSFault(error).isUntrusted ? await certificate(of: address) : nil
            throw TLSFault(error, certificate: certificate, at: now).failure(at: route, now: now)
        }
    }

    /// The certificate of an endpoint that is not trusted: what it says of itself explains why.
    private func certificate(of address: SocketAddress) async -> PeerCertificate? {
        guard let channel = try? await open(address, within: timeout) else { return nil }
        defer { channel.close(promise: nil) }
        return try? await shake(channel, verifying: false).certificate
    }

    /// - Parameter verifying: without, whoever is there is accepted, to be looked at; nothing is sent to it.
    private func shake(_ channel: any Channel, verifying: Bool) async throws -> Peer {
        var configuration = tls
        if !verifying { configuration.certificateVerification = .none }
        let context = try NIOSSLContext(configuration: configuration)
        let isAddress = (try? SocketAddress(ipAddress: route.host, port: route.port)) != nil
        let name = isAddress ? nil : route.host
        let done = channel.eventLoop.makePromise(of: Peer.self)
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { done.fail(TLSFault.noAnswer) }
        defer { timer.cancel() }
        channel.eventLoop.execute {
            do {
                let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
                // First the one that hears, since the handshake begins when the other is added.
                try channel.pipeline.syncOperations.addHandler(HandshakeWatch(done))
                try channel.pipeline.syncOperations.addHandler(handler, position: .first)
            } catch {
                done.fail(error)
            }
        }
        return try await done.futureResult.get()
    }
}

/// Who is at the other end of a handshake.
private struct Peer: Sendable {
    let version: String
    let certificate: PeerCertificate?
}

/// Waits for the end of the handshake.
private final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let done: EventLoopPromise<Peer>

    init(_ done: EventLoopPromise<Peer>) { self.done = done }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else { return }
        let operations = context.pipeline.syncOperations
        let version = (try? operations.nioSSL_tlsVersion()).flatMap { $0 }
        let certificate = (try? operations.nioSSL_peerCertificate()).flatMap { $0 }
        done.succeed(
            Peer(version: Self.name(version), certificate: certificate.map { PeerCertificate($0) }))
    }

    func channelInactive(context: ChannelHandlerContext) { done.fail(TLSFault.closed) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    private static func name(_ version: TLSVersion?) -> String {
        switch version {
        case .tlsv13: "TLS 1.3"
        case .tlsv12: "TLS 1.2"
        default: "TLS"
        }
    }
}
