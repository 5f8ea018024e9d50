/// What makes a flow a replay: a request that a command sent once more, from inside the program.
///
/// A replay is shown and recorded like any flow, and counted nowhere: it says nothing of what applications do.
package struct FlowReplay: Sendable, Hashable {
    /// The flow that it repeats.
    package let original: FlowID
    /// Its part in a bisect; nil for a plain replay.
    package let step: BisectStep?

    package init(of flow: FlowID, step: BisectStep? = nil) {
        original = flow
        self.step = step
    }
}

/// A replay or a bisect that was asked for, and did not begin.
package struct ReplayRefused: Sendable, Hashable {
    package let time: WallTime
    package let flow: FlowID
    package let isBisect: Bool
    /// Half a sentence for people.
    package let reason: String

    package init(time: WallTime, flow: FlowID, isBisect: Bool, reason: String) {
        self.time = time
        self.flow = flow
        self.isBisect = isBisect
        self.reason = reason
    }
}
