#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// More connections are asked for than this process can have.
package struct ConnectionLimitError: Error, Sendable, CustomStringConvertible {
    package let wanted: Int
    package let budget: DescriptorBudget

    package var description: String {
        "--max-connections \(wanted): \(budget.descriptors) file descriptors are at hand, and a connection takes two; "
            + "at most \(budget.connections), or raise the limit (ulimit -n)"
    }
}

/// How the file descriptors that a process may have are shared out.
package struct DescriptorBudget: Sendable, Hashable {
    package let descriptors: Int
    private let eventLoops: Int

    package init(descriptors: Int, eventLoops: Int = 1) {
        self.descriptors = descriptors
        self.eventLoops = eventLoops
    }

    /// Each needs one descriptor, and one for its upstream's connection.
    package var connections: Int { max(8, (descriptors - kept - idleUpstreams) / 2) }

    /// Upstreams' connections that wait for their next request.
    package var idleUpstreams: Int { max(8, (descriptors - kept) / 4) }

    /// Upstreams' connections in all.
    package var upstreams: Int { connections + idleUpstreams }

    /// For logs, STS, scrapers and the listeners; an event loop has three of its own.
    private var kept: Int { 32 + 3 * eventLoops }

    /// No more are asked for than this, whatever the system would give: some programs walk through all that they may have.
    private static let ceiling: rlim_t = 131_072

    /// Raises the soft limit as far as the hard one allows.
    static func raise(eventLoops: Int) -> DescriptorBudget {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else {
            return DescriptorBudget(descriptors: 256, eventLoops: eventLoops)
        }
        let wanted = min(limit.rlim_max, max(limit.rlim_cur, ceiling))
        if wanted > limit.rlim_cur {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return DescriptorBudget(
            descriptors: Int(clamping: min(limit.rlim_cur, ceiling)), eventLoops: eventLoops)
    }

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = CInt(RLIMIT_NOFILE)
    #endif
}
