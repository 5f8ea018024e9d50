import Canvas
import ProxyCore

/// What every view draws from: the traffic shown, and how its reader wants it written.
struct Scene: Sendable {
    let traffic: Traffic
    let time: Timekeeping
    let veil: Veil
    /// Which key does what, where a text names one.
    let keymap: Keymap

    var now: WallTime { time.now }
}

extension Dashboard {
    var scene: Scene { Scene(traffic: shown, time: timekeeping, veil: veil, keymap: keymap) }

    /// The same with nothing hidden, for what is looked for and not shown.
    var openScene: Scene {
        Scene(traffic: shown, time: timekeeping, veil: Veil(level: 0, aliases: shown.aliases), keymap: keymap)
    }
}
