extension ProxyRules {
    /// Why a host cannot be reached through a proxy: the certificate of an address of numbers would be compared with the
    /// proxy's address, since only names are handed on to TLS. Nil for what can be verified.
    package static func unverifiable(scheme: String, host: String) -> Unverifiable? {
        guard scheme.lowercased() == "https", IPAddress(host) != nil else { return nil }
        return Unverifiable(host: host)
    }

    /// An endpoint named by an address of numbers, behind a proxy.
    package struct Unverifiable: Sendable, Equatable {
        let host: String
        package var message: String {
            "the endpoint is named by an address of numbers, \(host), which cannot be verified through a proxy"
        }
        package let remedy = "name the host (AWS_ENDPOINT_URL_STS), or put the address into NO_PROXY"
    }
}
