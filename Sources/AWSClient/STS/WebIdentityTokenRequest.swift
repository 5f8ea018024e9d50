/// What to ask of `GetWebIdentityToken` (STS API Reference). The service checks the bounds, not this type.
package struct WebIdentityTokenRequest: Sendable, Equatable {
    package enum SigningAlgorithm: String, Sendable, CaseIterable {
        /// RSA with SHA-256: every verifier knows it.
        case rs256 = "RS256"
        /// ECDSA on P-384 with SHA-384: recommended by AWS where the verifier can.
        case es384 = "ES384"
    }

    /// A request tag; it becomes a claim.
    package struct Tag: Sendable, Equatable {
        package let key: String
        package let value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// 1 to 10. The service copies duplicates into the claim as they come.
    package var audiences: [String]
    package var algorithm: SigningAlgorithm
    /// 60 s to 3600 s, fractions dropped; nil leaves it to the service, which takes 300 s.
    package var duration: Duration?
    /// Up to 50, their keys unique whatever the case. They need the permission `sts:TagGetWebIdentityToken` too.
    package var tags: [Tag]

    package init(
        audiences: [String], algorithm: SigningAlgorithm = .rs256, duration: Duration? = nil, tags: [Tag] = []
    ) {
        self.audiences = audiences
        self.algorithm = algorithm
        self.duration = duration
        self.tags = tags
    }

    var form: QueryForm {
        var form = QueryForm(action: "GetWebIdentityToken", version: STSClient.version)
        form.appendList("Audience", audiences)
        if let duration { form.append("DurationSeconds", String(duration.components.seconds)) }
        form.append("SigningAlgorithm", algorithm.rawValue)
        for (index, tag) in tags.enumerated() {
            form.append("Tags.member.\(index + 1).Key", tag.key)
            form.append("Tags.member.\(index + 1).Value", tag.value)
        }
        return form
    }
}
