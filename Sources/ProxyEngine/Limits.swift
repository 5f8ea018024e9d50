extension ProxyEngine {
    /// What a client, or an upstream, may take up before it is refused.
    package struct Limits: Sendable {
        /// Bytes of a request's head, from the first of its first line to the last of the empty one.
        package var headSize = 64 * 1024
        /// Bytes of a request's target; not above ``headSize``.
        package var targetSize = 16 * 1024
        /// The most fields of a head.
        package var fieldCount = 1000
        /// Bytes of a request's body; nil for as many as come.
        package var bodySize: Int?
        /// Bytes of an answer's head, and of all the interim ones before it.
        package var responseHeadSize = 128 * 1024
        /// From the first byte of a head to its last.
        package var headTimeout: Duration = .seconds(30)
        /// How long a connection may wait for its next request, or its first.
        package var idleTimeout: Duration = .seconds(120)
        /// The most clients' connections at a time; nil for as many as the descriptors at hand allow.
        package var connections: Int?

        package init() {}
    }
}
