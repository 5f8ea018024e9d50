import AsyncHTTPClient
import EmulatedSTS
import Foundation
import IssuerKeys
import NIOHTTP1
import NIOPosix
import ProxyCore
import Synchronization
import TokenDecoding

@testable import JotopApp

/// An upstream that treats tokens as a test says, and remembers what came over the wire.
final class WatchedUpstream: Sendable {
    enum Manner: Sendable, CaseIterable {
        /// Wants a good token for its audience.
        case verifies
        /// Looks at the audience and never at the signature.
        case readsClaims
        /// Serves whoever comes.
        case open
        /// Nobody may use the path.
        case closedPath
        /// Wants a good token for another audience.
        case otherAudience
        /// Wants any good token but the first that it saw.
        case revokes
    }

    /// A request as it came over the wire.
    struct Arrival: Sendable {
        let method: String
        let target: String
        let bodySize: Int
        private let fields: [(name: String, value: String)]

        fileprivate init(_ request: LoopbackRequest) {
            (method, target, bodySize) = (request.method.rawValue, request.target, request.body.count)
            fields = request.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        }

        func values(of name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    }

    private let seen = Mutex<[Arrival]>([])
    private let first = Mutex<String?>(nil)
    private let manner: Manner
    private let verifier: SignatureVerifier

    private init(_ manner: Manner, _ verifier: SignatureVerifier) {
        self.manner = manner
        self.verifier = verifier
    }

    /// What came, in order.
    var requests: [Arrival] { seen.withLock { $0 } }

    /// Serves while `body` runs.
    static func with<T>(
        _ manner: Manner, in world: EmbeddedWorld, _ body: (WatchedUpstream, _ host: String) async throws -> T
    ) async throws -> T {
        let verifier = SignatureVerifier(
            trust: IssuerTrust(naming: [world.sts.issuer]),
            cache: IssuerKeyCache(transport: AsyncHTTPTransport(client: world.client)))
        let upstream = WatchedUpstream(manner, verifier)
        let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
        let server = LoopbackServer(listener) { await upstream.answer($0) }
        let result: Result<T, any Error>
        do { result = .success(try await body(upstream, "127.0.0.1:\(listener.port)")) } catch {
            result = .failure(error)
        }
        await server.shutdown()
        return try result.get()
    }

    private func answer(_ request: LoopbackRequest) async -> LoopbackResponse {
        seen.withLock { $0.append(Arrival(request)) }
        switch manner {
        case .open: return Self.fine
        case .closedPath:
            return LoopbackResponse(status: .forbidden, type: "text/plain", text: "nobody may see \(request.path)")
        case .verifies, .readsClaims, .otherAudience, .revokes: break
        }
        guard let field = request.headers.first(name: "Authorization"), field.hasPrefix("Bearer "),
            let token = try? CompactToken(String(field.dropFirst("Bearer ".count)))
        else { return Self.refusal("Bearer") }
        return await judge(token, jti: token.claims["jti"]?.string ?? "")
    }

    private func judge(_ token: CompactToken, jti: String) async -> LoopbackResponse {
        if manner != .readsClaims {
            guard case .valid = await verifier.verify(token) else {
                return Self.refusal("Bearer error=\"bad signature\"")
            }
        }
        if manner == .revokes {
            let isFirst = first.withLock { first in
                first = first ?? jti
                return first == jti
            }
            return isFirst ? Self.refusal("Bearer error=\"revoked\"") : Self.fine
        }
        let wanted = manner == .otherAudience ? "urn:other" : "http://127.0.0.1"
        return token.claims["aud"]?.string == wanted ? Self.fine : Self.refusal("Bearer error=\"audience\"")
    }

    private static let fine = LoopbackResponse(status: .ok, type: "text/plain", text: "fine")

    private static func refusal(_ challenge: String) -> LoopbackResponse {
        LoopbackResponse(status: .unauthorized, headers: ["WWW-Authenticate": challenge])
    }
}

/// Time as it is, but for short pauses: they are over at once, and counted.
final class HurriedTime: Sendable {
    private let count = Mutex(0)

    var pauses: Int { count.withLock { $0 } }

    var source: TimeSource {
        var time = TimeSource.live
        time.sleep = { moment in
            guard ContinuousClock.now.duration(to: moment) <= .seconds(1) else {
                return try await TimeSource.live.sleep(moment)
            }
            try Task.checkCancellation()
            self.count.withLock { $0 += 1 }
        }
        return time
    }
}

extension TimeSource {
    /// Time as it is, but for short pauses: those end only with their task.
    static var endlessPauses: TimeSource {
        var time = TimeSource.live
        time.sleep = { moment in
            let isPause = ContinuousClock.now.duration(to: moment) <= .seconds(1)
            try await TimeSource.live.sleep(isPause ? .now.advanced(by: .seconds(86_400)) : moment)
        }
        return time
    }
}
