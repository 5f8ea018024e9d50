import ProxyCore

/// `AssumeRole` and `AssumeRoleWithWebIdentity`.
struct RoleSessions: Sendable {
    /// By ARN.
    let roles: [String: EmulatedRole]
    /// By token.
    let webIdentities: [String: EmulatedWebIdentity]
    let sessions: EmulatedSessions

    /// The longest session of a role that a role's session assumes.
    private static let chainLimit: Int64 = 3_600

    /// The order of questions: parameters, trust, duration.
    func assume(
        _ parameters: QueryParameters, by caller: EmulatedPrincipal, at now: WallTime
    ) throws(QueryError) -> [QueryField] {
        let request = try RoleRequest(parameters)
        guard let role = roles[request.arn], role.trusts(caller),
            role.externalID == nil || role.externalID == parameters["ExternalId"]
        else { throw .assumeRoleDenied(caller, role: request.arn) }
        try checkMFA(parameters, of: role, for: caller)
        if caller.sessionName != nil, request.seconds > Self.chainLimit { throw .chainTooLong }
        return try begin(role, request, at: now).fields
    }

    func assumeWithWebIdentity(
        _ parameters: QueryParameters, at now: WallTime
    ) throws(QueryError) -> [QueryField] {
        let request = try RoleRequest(parameters, needs: ["WebIdentityToken"])
        let subject: String
        switch webIdentities[parameters["WebIdentityToken"] ?? ""] {
        case .subject(let name)?: subject = name
        case .expired?: throw .expiredWebIdentity(at: now)
        case nil: throw .invalidIdentityToken
        }
        guard let role = roles[request.arn], role.trustsWebIdentity else { throw .webIdentityDenied }
        return try begin(role, request, at: now).fields + [.text("SubjectFromWebIdentityToken", subject)]
    }

    private func checkMFA(
        _ parameters: QueryParameters, of role: EmulatedRole, for caller: EmulatedPrincipal
    ) throws(QueryError) {
        guard !role.mfaCodes.isEmpty else { return }
        guard let serial = parameters["SerialNumber"], let code = parameters["TokenCode"] else {
            throw .assumeRoleDenied(caller, role: role.arn)
        }
        guard let expected = role.mfaCodes[serial] else { throw .unknownMFADevice }
        guard code == expected else { throw .wrongMFACode }
    }

    private func begin(
        _ role: EmulatedRole, _ request: RoleRequest, at now: WallTime
    ) throws(QueryError) -> EmulatedPrincipal {
        guard Duration.seconds(request.seconds) <= role.maximumDuration else { throw .sessionTooLong }
        // The ends of these sessions are whole seconds.
        let end = WallTime(seconds: now.seconds + request.seconds)
        return sessions.begin(role, named: request.sessionName, until: end, at: now)
    }
}

/// The parameters that both actions have, checked as the service checks them.
private struct RoleRequest {
    let arn: String
    let sessionName: String
    let seconds: Int64

    init(_ parameters: QueryParameters, needs others: [String] = []) throws(QueryError) {
        var constraints = Constraints()
        arn = constraints.roleARN(parameters["RoleArn"])
        sessionName = constraints.sessionName(parameters["RoleSessionName"])
        seconds = constraints.sessionDuration(parameters["DurationSeconds"])
        constraints.code(parameters["TokenCode"])
        for name in others where parameters[name]?.isEmpty ?? true { constraints.missing(name) }
        guard constraints.violations.isEmpty else { throw .validation(constraints.violations) }
    }
}

extension EmulatedPrincipal {
    /// A session as the service tells it to whom it belongs.
    fileprivate var fields: [QueryField] {
        let end = sessionExpiration?.rfc3339.replacing(/\.[0-9]+Z$/, with: "Z") ?? ""
        return [
            .group("AssumedRoleUser", [.text("AssumedRoleId", userID), .text("Arn", callerARN)]),
            .group(
                "Credentials",
                [
                    .text("AccessKeyId", accessKeyID), .text("SecretAccessKey", secretAccessKey.exposed),
                    .text("SessionToken", sessionToken?.exposed ?? ""), .text("Expiration", end),
                ]),
        ]
    }
}
