import ProxyCore

/// The claims of a token, as AWS documents them ("Understanding token claims", IAM User Guide).
struct TokenClaims {
    /// What the claims JSON may hold at most, in bytes.
    static let maximumSize = 14_984

    let issuer: String
    let principal: EmulatedPrincipal
    let region: String
    let request: TokenRequest
    let issuedAt: WallTime
    let expiresAt: WallTime
    /// A UUID, for verifiers that accept each token once.
    let id: String

    var json: JSONValue {
        .object([
            "iss": .string(issuer),
            "sub": .string(principal.arn),
            "aud": audience,
            "iat": .integer(issuedAt.seconds),
            "exp": .integer(expiresAt.seconds),
            "jti": .string(id),
            "https://sts.amazonaws.com/": .object(origin),
        ])
    }

    /// One audience is a string, several are an array in the order of the request, duplicates and all.
    private var audience: JSONValue {
        request.audiences.count == 1
            ? .string(request.audiences[0]) : .array(request.audiences.map(JSONValue.string))
    }

    /// Where the token comes from; a member without a source is left out.
    private var origin: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "aws_account": .string(principal.account), "source_region": .string(region),
            "principal_id": .string(principal.arn),
        ]
        members["org_id"] = principal.organization.map { .string($0.id) }
        members["ou_path"] = principal.organization.map { .array([.string($0.path)]) }
        members["principal_tags"] = Self.object(principal.tags)
        members["request_tags"] = Self.object(request.tags.map { ($0.key, $0.value) })
        members["original_session_exp"] = principal.sessionExpiration.map { .string($0.rfc3339) }
        return members
    }

    private static func object(_ tags: some Collection<(key: String, value: String)>) -> JSONValue? {
        guard !tags.isEmpty else { return nil }
        return .object(Dictionary(tags.map { ($0.key, .string($0.value)) }) { $1 })
    }
}
