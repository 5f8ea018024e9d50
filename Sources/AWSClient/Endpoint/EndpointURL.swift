#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The parts of an endpoint's address: `http` or `https`, a host, a port if it is not the default one, a path.
struct EndpointURL {
    let scheme: String
    let host: String
    let authority: String
    let path: String

    init(_ text: String, from variable: String) throws(STSConfigurationError) {
        func invalid(_ reason: String) -> STSConfigurationError {
            STSConfigurationError(
                .invalidEndpoint, message: "\(variable) \(reason)",
                remedy: "set it to an address such as http://127.0.0.1:4566")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLComponents(string: text) else {
            throw invalid("is not a URL")
        }
        guard let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https" else {
            throw invalid("starts with neither http:// nor https://")
        }
        guard let host = parts.host, !host.isEmpty else { throw invalid("names no host") }
        guard parts.user == nil, parts.password == nil else { throw invalid("contains a user name") }
        guard parts.query == nil, parts.fragment == nil else { throw invalid("contains a query or a fragment") }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else { throw invalid("names a port above 65535") }
        self.scheme = scheme
        self.host = host
        authority = Self.authority(host: host, port: parts.port, scheme: scheme)
        path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
    }

    /// HTTP clients leave the default port out of `Host`, so a signature over it would not match.
    private static func authority(host: String, port: Int?, scheme: String) -> String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        guard let port, port != (scheme == "http" ? 80 : 443) else { return name }
        return "\(name):\(port)"
    }
}
