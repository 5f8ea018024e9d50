package import IAMPolicies

extension PolicyStatement {
    /// What a caller needs to mint the tokens that a request asks for.
    ///
    /// - Parameter resource: `*`, or `arn:<partition>:sts::<account>:self`.
    package static func minting(_ request: WebIdentityTokenRequest, on resource: String = "*") -> [PolicyStatement] {
        let mint = mintingWebIdentity(
            for: request.audiences, duration: request.duration ?? .seconds(300),
            algorithms: [request.algorithm.rawValue], on: resource)
        guard !request.tags.isEmpty else { return [mint] }
        return [mint, taggingWebIdentity(request.tags.map { ($0.key, $0.value) }, on: resource)]
    }
}
