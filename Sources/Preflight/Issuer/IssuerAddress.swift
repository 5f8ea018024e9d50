import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The address of an issuer or of one of its documents: https, or http on this machine.
struct IssuerAddress: Equatable {
    /// As it was given: an issuer is compared as a string (OpenID Connect Discovery 1.0, section 4.3).
    let text: String
    let scheme: String
    let host: String
    /// Host and, where it is given, port.
    let authority: String
    let path: String

    /// What to do about a token that no verifier will take.
    static let askSupport = "nothing here can be set to mend that: take the request id of the mint to AWS support"

    /// - Returns: nil for any other scheme, and for an address with a user, a query or a fragment.
    init?(_ text: String) {
        guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        self.text = text
        let name = host.trimmingPrefix("[").lowercased()
        self.host = name.hasSuffix("]") ? String(name.dropLast()) : name
        switch parts.scheme?.lowercased() {
        case "https": scheme = "https"
        case "http" where Self.isLoopback(self.host): scheme = "http"
        default: return nil
        }
        let bracketed = self.host.contains(":") ? "[\(self.host)]" : self.host
        authority = parts.port.map { "\(bracketed):\($0)" } ?? bracketed
        path = parts.percentEncodedPath
    }

    var isOnThisMachine: Bool { Self.isLoopback(host) }

    /// Whether AWS is known to name issuers so, or it is an emulation on this machine.
    ///
    /// GovCloud's and the European Sovereign Cloud's are not published (IAM User Guide, *Understanding token claims*).
    var isKnownForm: Bool {
        isOnThisMachine
            || (scheme == "https"
                && [".tokens.sts.global.api.aws", ".tokens.sts.global.api.amazonwebservices.com.cn"]
                    .contains { host.hasSuffix($0) })
    }

    func isSameOrigin(as other: IssuerAddress) -> Bool { scheme == other.scheme && authority == other.authority }

    /// A request for the document at this address, or below it.
    func get(_ suffix: String = "") -> HTTPRequest {
        let base = suffix.isEmpty || !path.hasSuffix("/") ? path : String(path.dropLast())
        let whole = base + suffix
        return HTTPRequest(method: .get, scheme: scheme, authority: authority, path: whole.isEmpty ? "/" : whole)
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasSuffix(".localhost") || isLoopbackV4(host)
    }

    private static func isLoopbackV4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
