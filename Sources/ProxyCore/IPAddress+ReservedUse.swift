import OutboundProxies

extension IPAddress {
    /// What it is called if only this machine's link or its cloud's inside answers there; nil for every other.
    ///
    /// To be asked of a ``IPAddress/destination``.
    var reservedUse: String? {
        if isIPv4 {
            let own = Array(bytes.suffix(4))
            if own[0] == 169 && own[1] == 254 { return "a link-local address" }
            return Self.metadata.contains(own) ? "a cloud's metadata address" : nil
        }
        if bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 { return "a link-local address" }
        return Self.metadataPrefixes.contains { bytes.starts(with: $0) } ? "a cloud's metadata address" : nil
    }

    /// Alibaba Cloud, Azure and Oracle Cloud, where they are not link-local.
    private static let metadata: Set<[UInt8]> = [[100, 100, 100, 200], [168, 63, 129, 16], [192, 0, 0, 192]]
    /// `fd00:ec2::/32`, which AWS keeps for what an instance asks (metadata `::254`, container credentials `::23`), and
    /// Google Cloud's `fd20:ce::/32` and Scaleway's `fd00:42::/32`.
    private static let metadataPrefixes: [[UInt8]] = [
        [0xFD, 0x00, 0x0E, 0xC2], [0xFD, 0x20, 0x00, 0xCE], [0xFD, 0x00, 0x00, 0x42],
    ]
}
