import Foundation
import NIOHTTP1
import ProxyCore

/// The service behind the protocol: one call in, the fields of its result or an error out.
struct QueryService: Sendable {
    let check: SignatureCheck
    let policy: CallerPolicy
    let issuer: TokenIssuer
    let lifetimeCap: Duration?

    /// What a call came to, for the log as well.
    struct Outcome {
        var action = ""
        var audiences: [String] = []
        var caller: String?
        var result: Result<[(name: String, value: String)], QueryError> = .failure(.internalFailure)
    }

    /// - Parameter isEnabled: the account's switch, which is looked at last.
    func call(_ request: LoopbackRequest, at now: WallTime, isEnabled: Bool) async -> Outcome {
        var outcome = Outcome()
        do throws(QueryError) {
            let parameters = try Self.parameters(of: request)
            let action = try Self.action(parameters)
            outcome.action = action.rawValue
            let signer = try check.signer(of: request, at: now)
            outcome.caller = signer.principal.callerARN
            switch action {
            case .getCallerIdentity: outcome.result = .success(Self.identity(of: signer.principal))
            case .getWebIdentityToken:
                outcome.audiences = parameters.list("Audience")
                outcome.result = .success(try await token(parameters, signer, at: now, isEnabled: isEnabled))
            }
        } catch {
            outcome.result = .failure(error)
        }
        return outcome
    }

    private enum Action: String {
        case getWebIdentityToken = "GetWebIdentityToken"
        case getCallerIdentity = "GetCallerIdentity"
    }

    private static func parameters(of request: LoopbackRequest) throws(QueryError) -> QueryParameters {
        switch request.method {
        case .POST where !request.body.isEmpty: return QueryParameters(request.body)
        case .GET, .POST: return QueryParameters(request.query.utf8)
        default: throw QueryError("UnsupportedOperation", "The HTTP method \(request.method) is not supported.")
        }
    }

    private static func action(_ parameters: QueryParameters) throws(QueryError) -> Action {
        guard let name = parameters["Action"], !name.isEmpty else {
            throw QueryError("MissingAction", "The request must contain the parameter Action.")
        }
        let version = parameters["Version"] ?? "NO_VERSION_SPECIFIED"
        guard let action = Action(rawValue: name), version == "2011-06-15" else {
            throw QueryError("InvalidAction", "Could not find operation \(name) for version \(version)")
        }
        return action
    }

    private static func identity(of principal: EmulatedPrincipal) -> [(name: String, value: String)] {
        [("Arn", principal.callerARN), ("UserId", principal.userID), ("Account", principal.account)]
    }

    /// The order of questions is the service's: parameters, permission, session, switch, size.
    private func token(
        _ parameters: QueryParameters, _ signer: SignatureCheck.Signer, at now: WallTime, isEnabled: Bool
    ) async throws(QueryError) -> [(name: String, value: String)] {
        let request = try TokenRequest(parameters)
        try policy.check(request, by: signer.principal)
        let wanted = Duration.seconds(request.duration)
        if let end = signer.principal.sessionExpiration, end <= now.advanced(by: wanted) {
            throw .sessionDurationEscalation
        }
        guard isEnabled else { throw .federationDisabled }
        let end = now.advanced(by: min(wanted, lifetimeCap ?? wanted))
        let claims = TokenClaims(
            issuer: issuer.identifier, principal: signer.principal, region: signer.region, request: request,
            issuedAt: now, expiresAt: end, id: UUID().uuidString.lowercased())
        let token = try await sign(claims, with: request.algorithm)
        return [("WebIdentityToken", token), ("Expiration", end.rfc3339)]
    }

    private func sign(_ claims: TokenClaims, with algorithm: SigningAlgorithm) async throws(QueryError) -> String {
        let json = Array(claims.json.description.utf8)
        guard json.count <= TokenClaims.maximumSize else { throw .payloadTooLarge }
        do { return try await issuer.sign(json, with: algorithm) } catch { throw .internalFailure }
    }
}
