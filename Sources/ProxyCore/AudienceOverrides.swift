import Synchronization

/// Audiences that somebody has set for hosts by hand, in force until they are taken back or the program ends.
///
/// Safe from any thread. Whoever remembers what follows from it compares ``version`` first, which costs one atomic load.
package final class AudienceOverrides: Sendable {
    private let sets = Mutex<[String: AudienceSet]>([:])
    private let changes = Atomic<Int>(0)

    package init() {}

    /// Counts the changes.
    package var version: Int { changes.load(ordering: .acquiring) }

    /// - Parameter host: the upstream's authority, as ``UpstreamTarget/authority`` has it.
    package func audiences(for host: String) -> AudienceSet? { sets.withLock { $0[host] } }

    /// - Parameter audiences: nil: the rule of the settings decides again.
    /// - Returns: whether that was a change.
    package func set(_ audiences: AudienceSet?, for host: String) -> Bool {
        let former = sets.withLock { sets in
            let former = sets[host]
            sets[host] = audiences
            return former
        }
        guard former != audiences else { return false }
        changed()
        return true
    }

    /// The audiences set by hand.
    package var all: [String: AudienceSet] { sets.withLock { $0 } }

    /// Something else has changed that routes follow from.
    func changed() { changes.add(1, ordering: .acquiringAndReleasing) }
}
