package import AWSClient
package import ProxyCore

extension VerifyingUpstream {
    package struct Configuration: Sendable {
        /// The issuer whose tokens are accepted; its keys are found by discovery.
        package var issuer: String
        /// The audiences that a token may name.
        package var audiences: Set<String>
        /// The audiences of virtual hosts, by the value of `Host` with or without its port; the others have
        /// ``audiences``.
        package var audiencesByHost: [String: Set<String>] = [:]
        /// Whether it checks who signed a token. One that does not takes whatever says the right things: for showing how
        /// such an upstream is found out.
        package var checksSignatures = true
        /// The request tags that a token must have; it is refused for the lack of a scope without them.
        package var requiredTags: [String: String] = [:]
        /// The upstream's name in its answers.
        package var name = "verifying upstream"
        /// How far its clock and the issuer's may differ.
        package var leeway: Duration = .zero
        /// The least time between two looks at the issuer's keys. A token that is signed with a newer key may be
        /// refused for that long.
        package var minimumRefetchInterval: Duration = .seconds(30)
        /// The longest that a fetch of one of the issuer's documents may take.
        package var fetchTimeout: Duration = .seconds(5)
        package var host = "127.0.0.1"
        /// 0 lets the system choose.
        package var port = 0
        package var now: @Sendable () -> WallTime = { WallTime.now() }
        /// Fetches the issuer's documents.
        package var transport: any HTTPTransport

        package init(issuer: String, audiences: Set<String>, transport: any HTTPTransport) {
            self.issuer = issuer
            self.audiences = audiences
            self.transport = transport
        }
    }
}
