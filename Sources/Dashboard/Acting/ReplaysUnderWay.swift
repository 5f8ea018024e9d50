import ProxyCore

/// The replays that were asked for from here and are not over, each by its own flow as soon as it has one.
///
/// Those that were told to end are known until they have: their ends are none of a replay that was asked for since.
struct ReplaysUnderWay: Sendable, Equatable {
    /// Everything that was ever asked for; a replay of anything else is somebody else's, such as a recording's.
    private var originals: Set<FlowID> = []
    /// How many have not begun, by the flow they repeat.
    private var awaited: [FlowID: Int] = [:]
    /// The flow that each repeats which has begun.
    private var begun: [FlowID: FlowID] = [:]
    /// Those among the ones that have begun which were told to end.
    private var ending: Set<FlowID> = []

    var isEmpty: Bool { awaited.isEmpty && begun.isEmpty }

    /// The flows that are being repeated, each once.
    var repeated: [FlowID] { Set(awaited.keys).union(begun.values).sorted() }

    mutating func asked(for original: FlowID) {
        originals.insert(original)
        awaited[original, default: 0] += 1
    }

    mutating func began(_ flow: FlowID, of original: FlowID) {
        guard originals.contains(original) else { return }
        arrived(original)
        begun[flow] = original
    }

    mutating func refused(_ original: FlowID) { arrived(original) }

    /// A replay whose beginning was missed counts as one of those that were awaited.
    mutating func ended(_ flow: FlowID, of original: FlowID) {
        guard ending.remove(flow) == nil, begun.removeValue(forKey: flow) == nil else { return }
        arrived(original)
    }

    /// All were told to end. What is missed of that keeps nobody waiting.
    mutating func stopped() {
        ending.formUnion(begun.keys)
        (awaited, begun) = ([:], [:])
    }

    private mutating func arrived(_ original: FlowID) {
        guard let count = awaited[original] else { return }
        awaited[original] = count > 1 ? count - 1 : nil
    }
}
