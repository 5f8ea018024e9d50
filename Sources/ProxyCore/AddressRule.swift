import OutboundProxies

/// Which addresses may be connected to.
///
/// Link-local and cloud metadata addresses give away credentials to whoever asks from this machine; nobody integrates a
/// service there. They are refused unless they are named themselves, so that neither a way of writing them nor a name that
/// points at them leads there.
package struct AddressRule: Sendable {
    private let namedHosts: Set<String>
    private let namedAddresses: Set<IPAddress>

    /// Names under which clouds serve metadata. They point at such addresses anyway; naming them saves a token.
    private static let metadataNames: Set<String> = [
        "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal",
        "metadata.tencentyun.com", "metadata.azure.internal",
    ]

    /// - Parameter named: hosts that are allowed by their exact name or address.
    package init(named: [String] = []) {
        namedHosts = Set(named)
        namedAddresses = Set(named.compactMap { IPAddress(resolving: $0)?.destinations }.joined())
    }

    /// Judges a host by what it says itself, before anything is asked of anybody.
    ///
    /// - Parameter host: lower case; an IPv6 address without its brackets.
    /// - Throws: `upstreamNotAllowed`.
    package func check(host: String) throws(ProxyError) {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if Self.metadataNames.contains(name), !namedHosts.contains(name) {
            throw ProxyError(.upstreamNotAllowed, "\(name) is a cloud's metadata service; see --allow-host")
        }
        try check(address: name, of: name)
    }

    /// Judges an address that is about to be connected to.
    ///
    /// - Parameters:
    ///   - address: as text; anything else than an address passes.
    ///   - host: the name that led to it.
    /// - Throws: `upstreamNotAllowed`.
    package func check(address: String, of host: String) throws(ProxyError) {
        let reached = IPAddress(resolving: address)?.destinations.filter { !namedAddresses.contains($0) } ?? []
        guard let use = reached.lazy.compactMap(\.reservedUse).first else { return }
        let subject = host == address ? address : "\(host) is \(address),"
        throw ProxyError(
            .upstreamNotAllowed, "\(subject)\(host == address ? " is" : "") \(use); --allow-host \(address) allows it")
    }
}
