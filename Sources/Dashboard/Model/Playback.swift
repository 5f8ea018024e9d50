extension Dashboard {
    /// Where the playback of a recording stands. Nothing can be asked of a proxy that is not there.
    package enum Playback: Sendable, Equatable {
        /// - Parameter speed: virtual seconds in a real one; infinite for as fast as it goes.
        case running(speed: Double)
        /// The moment to stop at has come.
        case standing
        case ended

        var isRunning: Bool { if case .running = self { true } else { false } }

        /// `REPLAY 14:31:57`, and what is special about it.
        func mode(at clock: String) -> String {
            switch self {
            case .running(let speed) where speed == 1: "REPLAY \(clock)"
            case .running(let speed) where speed.isInfinite: "REPLAY max \(clock)"
            case .running(let speed): "REPLAY \(Self.text(speed))x \(clock)"
            case .standing: "REPLAY stands \(clock)"
            case .ended: "REPLAY ended \(clock)"
            }
        }

        private static func text(_ speed: Double) -> String {
            speed == speed.rounded() ? String(Int(speed)) : String(speed)
        }
    }

    /// The reader looks at a picture that stands still.
    package var isPaused: Bool { pause != nil }

    /// Whether time stands still although nobody paused it: then a message stays until a key is pressed.
    var isPlaybackOver: Bool { playback.map { !$0.isRunning } ?? false }

    /// A change of the playback, and what there is to say about it.
    mutating func played(_ playback: Playback, note: String?) {
        self.playback = playback
        if let note { show(note) }
    }

    private static let needingProxy: Set<Action> = [
        .refresh, .refreshAll, .evict, .evictAll, .verify, .replay, .bisect,
    ]

    /// Why an action cannot be done here; nil where it can.
    func refusal(of action: Action) -> String? {
        guard playback != nil, Self.needingProxy.contains(action) else { return nil }
        return "a replay: there is no proxy to do that"
    }
}
