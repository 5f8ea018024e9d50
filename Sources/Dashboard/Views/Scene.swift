import Canvas
import ProxyCore

/// What every view draws from: the traffic shown, and how its reader wants it written.
struct Scene: Sendable {
    let traffic: Traffic
    let time: Timekeeping
    let veil: Veil
    /// Which key does what, where a text names one.
    let keymap: Keymap
    /// What tokens are asked to be signed with unless a rule says otherwise, where that is known.
    let algorithm: SigningAlgorithm?

    var now: WallTime { time.now }
}

extension Dashboard {
    var scene: Scene { scene(veil) }

    /// The same with nothing hidden, for what is looked for and not shown.
    var openScene: Scene { scene(Veil(level: 0, aliases: shown.aliases)) }

    private func scene(_ veil: Veil) -> Scene {
        Scene(
            traffic: shown, time: timekeeping, veil: veil, keymap: keymap, algorithm: configuration.wish.algorithm)
    }
}
