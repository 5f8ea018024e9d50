/// What happens to the listener's TLS, apart from any flow.
package struct TLSNotice: Sendable {
    package enum Happening: Sendable, Hashable {
        /// A changed certificate is served from now on.
        ///
        /// - Parameter ends: the end of its validity.
        case certificateChanged(ends: WallTime)
        /// The files changed, and cannot be used: the certificate from before goes on serving.
        case certificateKept(reason: String)
        /// The certificate that is served has expired, or is not valid yet: clients that look at it refuse it.
        case certificateInvalid(reason: String)
        /// A client's connection came to nothing before its first request.
        case handshakeFailed(reason: String)
    }

    package let time: WallTime
    package let happening: Happening

    package init(time: WallTime, _ happening: Happening) {
        self.time = time
        self.happening = happening
    }
}
