import Foundation
import ServiceLifecycle
import UnixSignals

/// The first signal asks a program to come to its end, and the second ends it.
enum ShutdownSignals {
    /// Waits for them until it is cancelled.
    ///
    /// What is in flight may take its time after the first, and whoever sends a second does not want to wait: nothing is
    /// left to be saved then, so the process ends where it is.
    static func run(_ group: ServiceGroup) async {
        var isLast = false
        for await signal in await UnixSignalsSequence(trapping: [.sigterm, .sigint]) {
            if isLast { _exit(128 + signal.rawValue) }
            isLast = true
            await group.triggerGracefulShutdown()
        }
    }
}
