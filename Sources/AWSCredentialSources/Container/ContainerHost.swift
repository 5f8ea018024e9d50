#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which hosts may be asked for credentials without TLS: those whose packets do not leave the machine.
enum ContainerHost {
    /// The addresses of the agents of ECS and EKS.
    private static let agents: Set = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// - Parameter address: numeric; brackets and capitals do not matter.
    static func isAllowed(_ address: String) -> Bool {
        let bare = address.trimmingPrefix("[").prefix { $0 != "]" }.lowercased()
        if agents.contains(bare) || isLoopback(v4: bare) { return true }
        let mapped = "::ffff:"
        if bare.hasPrefix(mapped) { return isAllowed(String(bare.dropFirst(mapped.count))) }
        return isLoopback(v6: bare) || isEKSAgent(v6: bare)
    }

    /// Whether `text` is an address and no name.
    static func isNumeric(_ text: String) -> Bool { text.contains(":") || octets(text) != nil }

    private static func isLoopback(v4 text: String) -> Bool { octets(text)?.first == 127 }

    /// The last of eight groups is 1, and all others are 0, however they are written.
    private static func isLoopback(v6 text: String) -> Bool { groups(text) == [0, 0, 0, 0, 0, 0, 0, 1] }

    private static func isEKSAgent(v6 text: String) -> Bool { groups(text) == [0xFD00, 0xEC2, 0, 0, 0, 0, 0, 0x23] }

    private static func octets(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let octets = parts.compactMap { $0.allSatisfy(\.isNumber) ? UInt8($0) : nil }
        return parts.count == 4 && octets.count == 4 ? octets : nil
    }

    private static func groups(_ text: String) -> [UInt16]? {
        let halves = text.components(separatedBy: "::")
        guard halves.count <= 2 else { return nil }
        var parts: [[UInt16]] = []
        for half in halves {
            let fields = half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
            let values = fields.compactMap { UInt16($0, radix: 16) }
            guard values.count == fields.count else { return nil }
            parts.append(values)
        }
        let missing = 8 - parts.joined().count
        guard parts.count == 2 ? missing > 0 : missing == 0 else { return nil }
        return parts[0] + (parts.count == 2 ? Array(repeating: 0, count: missing) + parts[1] : [])
    }
}
