import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system's own look-up of host names.
enum HostAddresses {
    /// The numeric addresses of `name`; none if it does not resolve.
    @Sendable static func lookUp(_ name: String) async -> [String] {
        await withCheckedContinuation { continuation in
            // The system's call blocks, for half a minute with a name server that is away.
            Thread.detachNewThread { continuation.resume(returning: blockingLookUp(name)) }
        }
    }

    private static func blockingLookUp(_ name: String) -> [String] {
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, nil, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [String] = []
        var next = first
        while let entry = next {
            addresses.append(numeric(entry.pointee))
            next = entry.pointee.ai_next
        }
        return addresses
    }

    /// Empty for an address of a family that has no such form: no rule lets that pass.
    private static func numeric(_ entry: addrinfo) -> String {
        var text = [CChar](repeating: 0, count: 1025)
        let failed = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard failed == 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
