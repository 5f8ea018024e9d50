import ProxyCore

/// Where requests with a certain host header go. Made once a route, with whatever each of its requests needs ready.
final class Route {
    let target: UpstreamTarget
    let audiences: AudienceSet
    /// Where its requests are counted.
    let slots: RouteSlots
    /// The upstream's host, and its port where that is not the scheme's own: what its requests say in `Host`.
    let authority: [UInt8]
    /// The same, to be told.
    let authorityText: String
    /// The token of its requests, as long as nobody needs to be asked.
    var lease: TokenLease?
    /// When one of its requests was last told of for no other reason than that.
    private var seen: ContinuousClock.Instant?
    /// What is done to its requests on purpose.
    let fault: Fault?

    init(target: UpstreamTarget, audiences: AudienceSet, slots: RouteSlots, fault: Fault? = nil) {
        self.target = target
        self.audiences = audiences
        self.fault = fault
        self.slots = slots
        authorityText = target.authority
        authority = Array(authorityText.utf8)
    }

    /// Whether none of its requests has been told of for a second. Once it was asked, one has.
    func isUnseen(at now: ContinuousClock.Instant) -> Bool {
        if let seen, seen.duration(to: now) < .seconds(1) { return false }
        seen = now
        return true
    }
}
