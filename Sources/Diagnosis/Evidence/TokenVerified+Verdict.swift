import ProxyCore

extension TokenVerified {
    /// Whether the issuer signed it.
    var isGood: Bool { verdict == .valid }

    /// What a request would fail for, by what is wrong with its token; nil where nothing is, or nobody knows.
    var cause: Cause? {
        guard verdict != .valid else { return nil }
        return switch fault {
        case .badSignature: .signature
        case .unknownKey, .issuer: .keys
        case .algorithm: .algorithm
        case .malformed: .malformed
        case .untrustedIssuer, .unreachable, .gone, nil: nil
        }
    }
}
