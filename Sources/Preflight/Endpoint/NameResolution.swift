import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system's name resolution, which blocks.
enum NameResolution {
    /// Why a name has no address.
    enum Fault: Error, Equatable {
        case noSuchName
        /// The resolver did not answer, or not in time.
        case noAnswer
        case other(String)
    }

    /// All addresses of a name, in the system's order of preference (RFC 6724).
    @Sendable
    static func addresses(of host: String, port: Int) throws(Fault) -> [SocketAddress] {
        var hints = addrinfo()
        #if os(Linux)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var head: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &head)
        guard code == 0 else { throw fault(code) }
        defer { freeaddrinfo(head) }
        let addresses = sequence(first: head, next: { $0?.pointee.ai_next }).prefix { $0 != nil }
            .compactMap { $0.flatMap { address($0.pointee) } }
        guard !addresses.isEmpty else { throw .noSuchName }
        return addresses
    }

    private static func address(_ info: addrinfo) -> SocketAddress? {
        switch info.ai_family {
        case AF_INET:
            info.ai_addr?.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
        case AF_INET6:
            info.ai_addr?.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
        default: nil
        }
    }

    private static func fault(_ code: Int32) -> Fault {
        switch code {
        case EAI_NONAME: .noSuchName
        case EAI_AGAIN: .noAnswer
        default: .other(String(cString: gai_strerror(code)))
        }
    }
}
