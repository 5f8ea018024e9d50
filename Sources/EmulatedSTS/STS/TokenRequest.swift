import ProxyCore

/// The parameters of `GetWebIdentityToken`, checked as the service checks them.
struct TokenRequest: Sendable {
    struct Tag: Sendable, Equatable {
        let key: String
        let value: String
    }

    let audiences: [String]
    let algorithm: SigningAlgorithm
    /// In seconds.
    let duration: Int64
    let tags: [Tag]

    /// - Throws: the service's error. All violations of a length, range or pattern come in one message; the rules that
    ///   only code can check come after them, one at a time.
    init(_ parameters: QueryParameters) throws(QueryError) {
        var constraints = Constraints()
        audiences = constraints.audiences(parameters.list("Audience"))
        let algorithm = constraints.algorithm(parameters["SigningAlgorithm"])
        duration = constraints.duration(parameters["DurationSeconds"])
        tags = constraints.tags(parameters.structures("Tags", fields: ["Key", "Value"]))
        guard constraints.violations.isEmpty else { throw .validation(constraints.violations) }
        guard let supported = SigningAlgorithm(rawValue: algorithm) else { throw .unsupportedAlgorithm }
        self.algorithm = supported
        guard Set(tags.map { $0.key.lowercased() }).count == tags.count else { throw .duplicateTags }
    }
}
