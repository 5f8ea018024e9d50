import Synchronization

/// Whether tokens may be asked for and sent at all: the one switch that stops everything which a token is for.
///
/// Safe from any thread; reading it costs one atomic load, so that every request can.
package final class MintingSwitch: Sendable {
    private let state = Atomic<Bool>(true)

    package init() {}

    package var isOn: Bool { state.load(ordering: .acquiring) }

    /// - Returns: whether that was a change.
    package func turn(on: Bool) -> Bool { state.exchange(on, ordering: .acquiringAndReleasing) != on }
}
