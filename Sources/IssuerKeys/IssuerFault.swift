package import AWSClient
package import TokenVerification

/// Why an issuer's keys are not known.
///
/// The description is one sentence; it may quote the issuer.
package enum IssuerFault: Error, Sendable, Equatable {
    /// The document was not had at all.
    case transport(TransportError)
    /// The document was answered with another status than 200.
    case status(Int)
    /// The discovery document is not a JSON object.
    case noDocument
    /// The discovery document speaks for another issuer (OpenID Connect Discovery 1.0, section 4.3).
    case otherIssuer
    /// The discovery document names no address of keys that could be used.
    case noKeysAddress
    /// The keys are said to be at another host.
    case keysElsewhere(String)
    case keySet(JSONWebKeySetError)
}

extension IssuerFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .transport(.bodyTooLarge): "the issuer answered with more than \(IssuerDocuments.maximumSize / 1_024) KiB"
        case .transport(let error): "the issuer cannot be reached from here: \(error)"
        case .status(let status): "the issuer answered with status \(status)"
        case .noDocument: "the discovery document is not a JSON object"
        case .otherIssuer: "the discovery document names another issuer than iss"
        case .noKeysAddress: "the discovery document names no https address of keys"
        case .keysElsewhere(let authority):
            "the discovery document names keys at another host, \(authority), which AWS never does"
        case .keySet(let error): "\(error)"
        }
    }
}
