extension ProxyRules {
    /// Why a host cannot be reached through a proxy: the certificate of an address of numbers would be compared with the
    /// proxy's address, since only names are handed on to TLS. Nil for what can be verified.
    ///
    /// Whatever looks like numbers and points alone counts as an address, as for TLS nothing of the kind is a name
    /// (RFC 6066, section 3).
    package static func unverifiable(scheme: String, host: String) -> Unverifiable? {
        guard scheme.lowercased() == "https", IPAddress(host) != nil || host.utf8.allSatisfy(isNumeric) else {
            return nil
        }
        return Unverifiable(host: host)
    }

    private static func isNumeric(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") }

    /// A host named by an address of numbers, behind a proxy.
    package struct Unverifiable: Sendable, Equatable {
        let host: String
        /// - Parameter what: what is to be reached: `endpoint`, or `upstream`.
        package func message(of what: String) -> String {
            "the \(what) is named by an address of numbers, \(host), which cannot be verified through a proxy"
        }

        /// - Parameter setting: what names it; nil where that goes without saying.
        package func remedy(naming setting: String? = nil) -> String {
            "name the host\(setting.map { " (\($0))" } ?? ""), or put the address into NO_PROXY"
        }
    }
}
