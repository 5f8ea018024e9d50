#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An Internet address, whatever way it was written.
package struct IPAddress: Hashable, Sendable {
    /// In network order: 4, or 16.
    private let bytes: [UInt8]

    /// Reads what the system's resolver takes for an address, so that no way of writing one goes unnoticed: IPv6 without
    /// brackets, and IPv4 also as `0xA9FEA9FE`, `2852039166` or `0251.0376.43518`.
    ///
    /// - Returns: nil if `text` is a name.
    package init?(_ text: String) {
        var (v4, v6) = (in_addr(), in6_addr())
        if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = Self.carried(withUnsafeBytes(of: v6) { Array($0) })
        } else if let first = text.utf8.first, (0x30...0x39).contains(first), inet_aton(text, &v4) != 0 {
            bytes = withUnsafeBytes(of: v4.s_addr) { Array($0) }
        } else {
            return nil
        }
    }

    /// The IPv4 address that an IPv6 address leads to, or its own bytes: mapped and compatible (RFC 4291, section 2.5.5),
    /// translated (RFC 6052, section 2.1, and RFC 7915) and 6to4 (RFC 3056, section 2).
    private static func carried(_ bytes: [UInt8]) -> [UInt8] {
        let prefixes: [[UInt8]] = [
            Array(repeating: 0, count: 10) + [0xFF, 0xFF], Array(repeating: 0, count: 8) + [0xFF, 0xFF, 0, 0],
            [0x00, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8),
        ]
        if prefixes.contains(where: { bytes.starts(with: $0) }) { return Array(bytes.suffix(4)) }
        if bytes.starts(with: [0x20, 0x02]) { return Array(bytes[2..<6]) }
        let isCompatible = bytes.prefix(12).allSatisfy { $0 == 0 } && bytes[12] != 0
        return isCompatible ? Array(bytes.suffix(4)) : bytes
    }

    /// What it is called if only this machine's link or its cloud's inside answers there; nil for every other.
    package var reservedUse: String? {
        switch bytes.count {
        case 4 where bytes[0] == 169 && bytes[1] == 254: "a link-local address"
        case 4 where Self.metadata.contains(bytes): "a cloud's metadata address"
        case 16 where bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80: "a link-local address"
        case 16 where Self.metadataPrefixes.contains { bytes.starts(with: $0) }: "a cloud's metadata address"
        default: nil
        }
    }

    /// Alibaba Cloud, Azure and Oracle Cloud, where they are not link-local.
    private static let metadata: Set<[UInt8]> = [[100, 100, 100, 200], [168, 63, 129, 16], [192, 0, 0, 192]]
    /// `fd00:ec2::/32`, which AWS keeps for what an instance asks (metadata `::254`, container credentials `::23`), and
    /// Google Cloud's `fd20:ce::/32`.
    private static let metadataPrefixes: [[UInt8]] = [[0xFD, 0x00, 0x0E, 0xC2], [0xFD, 0x20, 0x00, 0xCE]]
}
