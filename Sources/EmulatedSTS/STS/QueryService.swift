import Foundation
import NIOHTTP1
import ProxyCore

/// The service behind the protocol: one call in, the fields of its result or an error out.
struct QueryService: Sendable {
    let check: SignatureCheck
    let policy: CallerPolicy
    let issuer: TokenIssuer
    let roles: RoleSessions
    let lifetimeCap: Duration?

    /// What a call came to, for the log as well.
    struct Outcome {
        /// Nil where the call names none that is known.
        var action: QueryAction?
        var audiences: [String] = []
        var caller: String?
        var result: Result<[QueryField], QueryError> = .failure(.internalFailure)
    }

    /// - Parameter isEnabled: the account's switch, which is looked at last.
    func call(_ request: LoopbackRequest, at now: WallTime, isEnabled: Bool) async -> Outcome {
        var outcome = Outcome()
        do throws(QueryError) {
            let parameters = try Self.parameters(of: request)
            let action = try QueryAction(parameters)
            outcome.action = action
            if action == .getWebIdentityToken { outcome.audiences = parameters.list("Audience") }
            guard action.isSigned else {
                outcome.result = .success(try roles.assumeWithWebIdentity(parameters, at: now))
                return outcome
            }
            let signer = try check.signer(of: request, for: action.service, at: now)
            outcome.caller = signer.principal.callerARN
            let call = SignedCall(action: action, parameters: parameters, signer: signer)
            outcome.result = .success(try await answer(call, at: now, isEnabled: isEnabled))
        } catch {
            outcome.result = .failure(error)
        }
        return outcome
    }

    /// A call whose signature is good.
    private struct SignedCall {
        let action: QueryAction
        let parameters: QueryParameters
        let signer: SignatureCheck.Signer
    }

    private func answer(_ call: SignedCall, at now: WallTime, isEnabled: Bool) async throws(QueryError) -> [QueryField]
    {
        let caller = call.signer.principal
        switch call.action {
        case .getCallerIdentity: return Self.identity(of: caller)
        case .getWebIdentityToken: return try await token(call, at: now, isEnabled: isEnabled)
        case .assumeRole: return try roles.assume(call.parameters, by: caller, at: now)
        case .assumeRoleWithWebIdentity: return try roles.assumeWithWebIdentity(call.parameters, at: now)
        case .getOutboundWebIdentityFederationInfo:
            try policy.checkFederationInfo(by: caller)
            guard isEnabled else { throw .featureDisabled }
            return [.text("IssuerIdentifier", issuer.identifier), .text("JwtVendingEnabled", "true")]
        }
    }

    private static func parameters(of request: LoopbackRequest) throws(QueryError) -> QueryParameters {
        switch request.method {
        case .POST where !request.body.isEmpty: return QueryParameters(request.body)
        case .GET, .POST: return QueryParameters(request.query.utf8)
        default: throw QueryError("UnsupportedOperation", "The HTTP method \(request.method) is not supported.")
        }
    }

    private static func identity(of principal: EmulatedPrincipal) -> [QueryField] {
        [
            .text("Arn", principal.callerARN), .text("UserId", principal.userID), .text("Account", principal.account),
        ]
    }

    /// The order of questions is the service's: parameters, permission, session, switch, size.
    private func token(
        _ call: SignedCall, at now: WallTime, isEnabled: Bool
    ) async throws(QueryError) -> [QueryField] {
        let signer = call.signer
        let request = try TokenRequest(call.parameters)
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
        return [.text("WebIdentityToken", token), .text("Expiration", end.rfc3339)]
    }

    private func sign(_ claims: TokenClaims, with algorithm: SigningAlgorithm) async throws(QueryError) -> String {
        let json = Array(claims.json.description.utf8)
        guard json.count <= TokenClaims.maximumSize else { throw .payloadTooLarge }
        do { return try await issuer.sign(json, with: algorithm) } catch { throw .internalFailure }
    }
}
