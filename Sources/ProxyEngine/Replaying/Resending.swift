import ProxyCore

/// What makes an exchange a replay: what it repeats, where it goes, and who waits for its end.
final class Resending {
    let replay: FlowReplay
    let target: UpstreamTarget
    /// Those of the first time; nil for whichever are in force now.
    let audiences: AudienceSet?
    private let then: (FlowEnd) -> Void

    init(
        _ replay: FlowReplay, to target: UpstreamTarget, for audiences: AudienceSet?,
        then: @escaping (FlowEnd) -> Void
    ) {
        self.replay = replay
        self.target = target
        self.audiences = audiences
        self.then = then
    }

    func ended(_ end: FlowEnd) { then(end) }
}
