/// The name of a region that may stand in a host name and in a signature's scope.
package struct AWSRegion: Sendable, Hashable, CustomStringConvertible {
    package let name: String

    /// - Parameter origin: the setting that holds it, for the error text.
    /// - Throws: `invalidRegion` unless `name` is one label of a host name, and for the pseudo-regions that stand for
    ///   the global endpoint, which does not serve GetWebIdentityToken.
    package init(_ name: String, from origin: String = "the region") throws(STSConfigurationError) {
        guard Self.isLabel(name) else {
            throw STSConfigurationError(
                .invalidRegion, message: "\(origin) is \"\(name.prefix(70))\", which is not a region's name",
                remedy: "set it to a name such as eu-west-1")
        }
        guard !name.hasSuffix("-global") else {
            throw STSConfigurationError(
                .invalidRegion,
                message: "\(origin) is \(name), but the global STS endpoint does not mint web identity tokens",
                remedy: "set it to a region's name such as us-east-1")
        }
        self.name = name
    }

    package var description: String { name }

    private static func isLabel(_ text: String) -> Bool {
        guard (1...63).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasSuffix("-") else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
