/// The actions that the emulated service knows.
enum QueryAction: String, Sendable, CaseIterable {
    case getWebIdentityToken = "GetWebIdentityToken"
    case getCallerIdentity = "GetCallerIdentity"
    case assumeRole = "AssumeRole"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case getOutboundWebIdentityFederationInfo = "GetOutboundWebIdentityFederationInfo"

    /// One server stands for both.
    enum Service: String, Sendable {
        case sts, iam

        var version: String { self == .sts ? "2011-06-15" : "2010-05-08" }
        var namespace: String { "https://\(rawValue).amazonaws.com/doc/\(version)/" }
    }

    var service: Service { self == .getOutboundWebIdentityFederationInfo ? .iam : .sts }

    /// Whoever has a web identity token needs no keys.
    var isSigned: Bool { self != .assumeRoleWithWebIdentity }

    init(_ parameters: QueryParameters) throws(QueryError) {
        guard let name = parameters["Action"], !name.isEmpty else {
            throw QueryError("MissingAction", "The request must contain the parameter Action.")
        }
        let version = parameters["Version"] ?? "NO_VERSION_SPECIFIED"
        guard let action = QueryAction(rawValue: name), version == action.service.version else {
            throw QueryError("InvalidAction", "Could not find operation \(name) for version \(version)")
        }
        self = action
    }
}
