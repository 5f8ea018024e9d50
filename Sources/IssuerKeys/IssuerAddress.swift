import AWSClient
package import HTTPTypes

/// The address of an issuer or of one of its documents: https, or http on this machine.
package struct IssuerAddress: Sendable, Hashable {
    /// As it was given: an issuer is compared as a string (OpenID Connect Discovery 1.0, section 4.3).
    package let text: String
    package let scheme: String
    package let host: String
    /// Host and, where it is given, port.
    package let authority: String
    package let path: String
    package let isOnThisMachine: Bool

    /// - Returns: nil for any other scheme, and for an address with a user, a query or a fragment.
    package init?(_ text: String) {
        guard text.utf8.count <= 2_048, let address = try? WebAddress(text), address.query == nil,
            address.scheme == "https" || address.isLoopback
        else { return nil }
        self.text = text
        (scheme, host, authority, path) = (address.scheme, address.host, address.authority, address.path)
        isOnThisMachine = address.isLoopback
    }

    /// Whether AWS is known to name issuers so.
    ///
    /// GovCloud's and the European Sovereign Cloud's are not published (IAM User Guide, *Understanding token claims*).
    package var isKnownForm: Bool {
        scheme == "https"
            && [".tokens.sts.global.api.aws", ".tokens.sts.global.api.amazonwebservices.com.cn"]
                .contains { host.hasSuffix($0) }
    }

    package func isSameOrigin(as other: IssuerAddress) -> Bool {
        scheme == other.scheme && authority == other.authority
    }

    /// A request for the document at this address, or below it.
    package func get(_ suffix: String = "") -> HTTPRequest {
        let base = suffix.isEmpty || !path.hasSuffix("/") ? path : String(path.dropLast())
        let whole = base + suffix
        return HTTPRequest(method: .get, scheme: scheme, authority: authority, path: whole.isEmpty ? "/" : whole)
    }
}
