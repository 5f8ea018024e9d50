import AWSClient
import Foundation
import NIOHTTP1
import ProxyCore
import Synchronization

/// What the emulated STS does with a request.
final class EmulatedSTSCore: Sendable {
    let issuer: TokenIssuer
    let faults = Mutex(STSFaults())
    let outcomes = Mutex<[String: Int]>([:])
    private let configuration: EmulatedSTS.Configuration
    private let service: QueryService

    init(_ configuration: EmulatedSTS.Configuration, issuer: TokenIssuer) {
        self.configuration = configuration
        self.issuer = issuer
        let sessions = EmulatedSessions(configuration.principals)
        service = QueryService(
            check: SignatureCheck(regions: configuration.regions, principals: sessions),
            policy: CallerPolicy(
                deniedAudiences: configuration.deniedAudiences,
                throttledAudiences: configuration.throttledAudiences, allowsTags: configuration.allowsTags,
                allowsFederationInfo: configuration.allowsFederationInfo),
            issuer: issuer,
            roles: RoleSessions(
                roles: Dictionary(configuration.roles.map { ($0.arn, $0) }) { first, _ in first },
                webIdentities: configuration.webIdentities, sessions: sessions),
            lifetimeCap: configuration.lifetimeCap)
    }

    func answer(_ request: LoopbackRequest) async -> LoopbackResponse {
        switch (request.method, request.path) {
        case (.GET, "/.well-known/openid-configuration"): return Self.document(issuer.discovery)
        case (.GET, "/.well-known/jwks.json"):
            guard let keys = try? await issuer.keySet else { return LoopbackResponse(status: .internalServerError) }
            return Self.document(keys)
        case (_, "/"): return await answerCall(request)
        default: return LoopbackResponse(status: .notFound, type: "text/plain", text: "not found\n")
        }
    }

    private func answerCall(_ request: LoopbackRequest) async -> LoopbackResponse {
        let (fault, now, isEnabled) = faults.withLock { faults in
            (faults.take(), configuration.now().advanced(by: faults.clockOffset), !faults.isFederationDisabled)
        }
        // Only a server that shuts down ends the wait early, and then nobody reads the answer.
        if configuration.latency > .zero { try? await Task.sleep(for: configuration.latency) }
        var outcome = await service.call(request, at: now, isEnabled: isEnabled)
        if let error = fault?.error { outcome.result = .failure(error) }
        record(outcome, fault)
        let response = Self.response(outcome, at: now)
        return fault?.apply(to: response) ?? response
    }

    private func record(_ outcome: QueryService.Outcome, _ fault: STSFaults.Fault?) {
        let code: String
        switch outcome.result {
        case .success: code = "Success"
        case .failure(let error): code = error.code
        }
        outcomes.withLock { $0[code, default: 0] += 1 }
        configuration.onCall?(
            EmulatedCall(
                action: outcome.action?.rawValue ?? "", audiences: outcome.audiences, caller: outcome.caller,
                outcome: code,
                fault: fault))
    }

    private static func response(_ outcome: QueryService.Outcome, at now: WallTime) -> LoopbackResponse {
        let id = UUID().uuidString.lowercased()
        let (status, text): (Int, String)
        switch (outcome.result, outcome.action) {
        case (.success(let fields), let action?):
            (status, text) = (200, QueryXML.success(action, fields, requestID: id))
        case (.failure(let error), let action):
            (status, text) = (error.status, QueryXML.failure(error, of: action?.service ?? .sts, requestID: id))
        case (.success, nil):
            (status, text) = (500, QueryXML.failure(.internalFailure, of: .sts, requestID: id))
        }
        var response = LoopbackResponse(status: .init(statusCode: status), type: "text/xml", text: text)
        response.headers.add(name: "x-amzn-RequestId", value: id)
        response.headers.add(name: "Date", value: HTTPDate.format(Date(timeIntervalSince1970: Double(now.seconds))))
        return response
    }

    private static func document(_ json: JSONValue) -> LoopbackResponse {
        LoopbackResponse(status: .ok, type: "application/json", text: json.description)
    }
}
