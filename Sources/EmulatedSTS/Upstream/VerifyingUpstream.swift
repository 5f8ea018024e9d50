import AWSClient
import Foundation
import IssuerKeys
package import NIOCore
import NIOHTTP1
import ProxyCore
import TokenDecoding
import TokenVerification

/// A server that accepts a request only with a good bearer token, as an API gateway with a JWT authorizer does, and
/// answers with what it received.
package final class VerifyingUpstream: Sendable {
    package let port: Int
    private let server: LoopbackServer

    private init(port: Int, server: LoopbackServer) {
        self.port = port
        self.server = server
    }

    /// Starts the server. The issuer is asked for its keys when the first token comes in.
    package static func start(
        _ configuration: Configuration, on group: any EventLoopGroup
    ) async throws -> VerifyingUpstream {
        let listener = try await LoopbackServer.bind(host: configuration.host, port: configuration.port, on: group)
        let gate = UpstreamGate(configuration)
        let server = LoopbackServer(listener, maximumBodySize: 16 << 20) { await gate.datedAnswer($0) }
        return VerifyingUpstream(port: listener.port, server: server)
    }

    /// Stops the server and waits for its end.
    package func shutdown() async { await server.shutdown() }
}

/// Checks the token, then does what the path asks for.
struct UpstreamGate: Sendable {
    private let configuration: VerifyingUpstream.Configuration
    private let keys: IssuerKeyCache

    init(_ configuration: VerifyingUpstream.Configuration) {
        self.configuration = configuration
        keys = IssuerKeyCache(
            transport: configuration.transport, freshness: .init(pause: configuration.minimumRefetchInterval),
            timeout: configuration.fetchTimeout)
    }

    /// The answer with its `Date` (RFC 9110, section 6.6.1), by which a client tells whether the clocks agree.
    func datedAnswer(_ request: LoopbackRequest) async -> LoopbackResponse {
        var response = await answer(request)
        let now = Date(timeIntervalSince1970: Double(configuration.now().seconds))
        response.headers.replaceOrAdd(name: "Date", value: HTTPDate.format(now))
        return response
    }

    func answer(_ request: LoopbackRequest) async -> LoopbackResponse {
        switch BearerToken(request.headers) {
        case .none: return BearerChallenge.missing.response
        case .malformed: return BearerChallenge.malformed.response
        case .token(let text):
            do {
                let claims = try await accepted(text, for: request)
                guard hasRequiredTags(claims) else { return BearerChallenge.insufficient.response }
                return await perform(request, claims: claims)
            } catch let failure as VerificationFailure {
                return BearerChallenge.invalid(failure.description).response
            } catch {
                let body = JSONValue.object(["message": .string("the issuer's keys are not to be had")])
                return LoopbackResponse(
                    status: .serviceUnavailable, type: "application/json", text: body.description)
            }
        }
    }

    /// - Returns: the claims of a token that is good enough here.
    private func accepted(_ token: String, for request: LoopbackRequest) async throws -> JSONValue {
        let verifier = JWTVerifier(
            issuer: configuration.issuer, audiences: audiences(for: request), leeway: configuration.leeway)
        guard configuration.checksSignatures else { return try Self.believed(token, verifier, at: configuration.now()) }
        guard let issuer = IssuerAddress(configuration.issuer) else { throw IssuerFault.noDocument }
        let named = (try? TokenDecoder.decode(token))?.header["kid"]?.string
        let keys = try await keys.keys(of: issuer, for: named ?? "")
        return try verifier.verify(token, keys: keys.set, at: configuration.now()).claims
    }

    /// Takes a token by what it says of itself.
    private static func believed(
        _ token: String, _ verifier: JWTVerifier, at now: WallTime
    ) throws(VerificationFailure) -> JSONValue {
        let parts: CompactToken
        do { parts = try CompactToken(token) } catch { throw .malformed(error) }
        try verifier.checkClaims(parts.claims, at: now)
        return parts.claims
    }

    private func hasRequiredTags(_ claims: JSONValue) -> Bool {
        let tags = claims["https://sts.amazonaws.com/"]?["request_tags"]
        return configuration.requiredTags.allSatisfy { tags?[$0.key]?.string == $0.value }
    }

    /// By the value of `Host`, with its port or without.
    private func audiences(for request: LoopbackRequest) -> Set<String> {
        let host = request.headers.first(name: "Host") ?? ""
        let name = host.last == "]" ? host[...] : host[..<(host.lastIndex(of: ":") ?? host.endIndex)]
        return configuration.audiencesByHost[host] ?? configuration.audiencesByHost[String(name)]
            ?? configuration.audiences
    }

    private func perform(_ request: LoopbackRequest, claims: JSONValue) async -> LoopbackResponse {
        let behaviour = UpstreamBehaviour(path: request.path, query: request.query)
        // Only a server that shuts down ends the wait early, and then nobody reads the answer.
        if behaviour.delay > .zero { try? await Task.sleep(for: behaviour.delay) }
        switch behaviour.answer {
        case .large(let bytes):
            return LoopbackResponse(
                status: .ok, headers: ["Content-Type": "application/octet-stream"],
                body: .filler(UInt8(ascii: "x"), count: bytes))
        case .status(let code):
            let body = JSONValue.object(["status": .integer(Int64(code))]).description
            return LoopbackResponse(status: .init(statusCode: code), type: "application/json", text: body)
        case .echo:
            let echo = EchoDocument.of(request, claims: claims, server: configuration.name)
            return LoopbackResponse(status: .ok, type: "application/json", text: echo.description)
        }
    }
}
