/// What an `Authorization` field says, before anybody has checked it (SigV4, header form).
struct SignedClaim: Equatable {
    let accessKeyID: String
    let day: String
    let region: String
    let service: String
    let terminator: String
    let signedHeaders: [String]
    let signature: String

    /// - Parameter hasDate: whether the request says when it was signed.
    init(_ authorization: String, hasDate: Bool) throws(QueryError) {
        let parameters = Self.parameters(of: authorization)
        var missing: [String] = []
        for name in ["Credential", "Signature", "SignedHeaders"] where parameters[name] == nil {
            missing.append("Authorization header requires '\(name)' parameter.")
        }
        if !hasDate {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        guard missing.isEmpty, let credential = parameters["Credential"], let names = parameters["SignedHeaders"],
            let signature = parameters["Signature"]
        else { throw .incompleteSignature(missing.joined(separator: " ")) }
        let scope = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard scope.count == 5 else {
            throw .incompleteSignature(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                    + "got '\(credential)'")
        }
        (accessKeyID, day, region, service, terminator) = (scope[0], scope[1], scope[2], scope[3], scope[4])
        signedHeaders = names.split(separator: ";").map { $0.lowercased() }
        self.signature = signature
    }

    private static func parameters(of authorization: String) -> [String: String] {
        let text = authorization.drop { $0 != " " }
        let pairs = text.split(separator: ",").compactMap { pair -> (String, String)? in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            return (String(parts[0].filter { $0 != " " }), String(parts[1].filter { $0 != " " }))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
