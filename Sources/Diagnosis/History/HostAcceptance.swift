package import ProxyCore

/// A request that a host answered with a 2xx, and for which audience set its token was.
package struct HostAcceptance: Sendable, Hashable {
    package let flow: FlowID
    package let time: WallTime
    package let sent: SentToken
    package let audiences: AudienceSet
}
