#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An IPv4 or IPv6 address.
///
/// An IPv4 address and the same address mapped into IPv6 (`::ffff:192.0.2.1`) are equal, as in Go.
package struct IPAddress: Hashable, Sendable {
    /// Sixteen, in network order; IPv4 is mapped.
    package let bytes: [UInt8]

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads the usual notations, and no others: IPv6 without brackets and zone, IPv4 as four decimal numbers.
    package init?(_ text: String) {
        // A name of C ends at the first NUL.
        guard !text.utf8.contains(0) else { return nil }
        var (v4, v6) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &v4) == 1 {
            bytes = Self.mapped + withUnsafeBytes(of: v4.s_addr) { Array($0) }
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = withUnsafeBytes(of: v6) { Array($0) }
        } else {
            return nil
        }
    }

    /// Reads whatever the system's resolver takes for an address, so that no way of writing one goes unnoticed: IPv4 also as
    /// `0xA9FEA9FE`, `2852039166` or `0251.0376.43518`.
    ///
    /// - Returns: nil if `text` is a name.
    package init?(resolving text: String) {
        if let usual = IPAddress(text) {
            self = usual
            return
        }
        var v4 = in_addr()
        guard let first = text.utf8.first, (0x30...0x39).contains(first), inet_aton(text, &v4) != 0 else { return nil }
        bytes = Self.mapped + withUnsafeBytes(of: v4.s_addr) { Array($0) }
    }

    package var isIPv4: Bool { bytes.starts(with: Self.mapped) }

    package var isLoopback: Bool { isIPv4 ? bytes[12] == 127 : bytes == Array(repeating: 0, count: 15) + [1] }

    /// The number of bits of an address of this kind.
    var width: Int { isIPv4 ? 32 : 128 }

    /// Whether the first `prefix` bits are those of `network`, an address of the same kind.
    func isWithin(_ network: IPAddress, prefix: Int) -> Bool {
        guard isIPv4 == network.isIPv4 else { return false }
        let bits = prefix + 128 - width
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard bytes[..<whole] == network.bytes[..<whole] else { return false }
        return rest == 0 || (bytes[whole] ^ network.bytes[whole]) >> (8 - rest) == 0
    }

    /// The IPv4 address that an IPv6 address leads to, or itself: compatible (RFC 4291, section 2.5.5), translated (RFC 6052,
    /// section 2.1, and RFC 7915) and 6to4 (RFC 3056, section 2).
    package var destination: IPAddress {
        let prefixes: [[UInt8]] = [
            Array(repeating: 0, count: 8) + [0xFF, 0xFF, 0, 0],
            [0x00, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8),
        ]
        if prefixes.contains(where: { bytes.starts(with: $0) }) { return Self.ipv4(bytes.suffix(4)) }
        if bytes.starts(with: [0x20, 0x02]) { return Self.ipv4(bytes[2..<6]) }
        let isCompatible = bytes.prefix(12).allSatisfy { $0 == 0 } && bytes[12] != 0
        return isCompatible ? Self.ipv4(bytes.suffix(4)) : self
    }

    /// All that it may lead to: ``destination``, and for an address of `64:ff9b:1::/48`, which a network translates as it likes
    /// (RFC 8215), each IPv4 address that it may hold, behind 48, 56, 64 or 96 bits (RFC 6052, section 2.2).
    package var destinations: [IPAddress] {
        guard bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01]) else { return [destination] }
        // The byte at 8 is no part of an IPv4 address.
        return [[6, 7, 9, 10], [7, 9, 10, 11], [9, 10, 11, 12], [12, 13, 14, 15]].map { places in
            Self.ipv4(places.map { bytes[$0] }[...])
        }
    }

    private static let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func ipv4(_ bytes: ArraySlice<UInt8>) -> IPAddress { IPAddress(bytes: mapped + bytes) }
}
