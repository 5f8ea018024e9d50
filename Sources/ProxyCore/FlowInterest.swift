import Synchronization

/// Of which flows somebody who listens wants to be told, where there are more than a person can read.
package enum FlowInterest: UInt8, Sendable, Comparable, AtomicRepresentable {
    /// Nobody listens.
    case none
    /// Some of those that go well, some problems: a screen.
    case some
    /// Every problem, from when it turns out to be one: a log of errors.
    case problems
    /// Every one at its end, a problem when it turns out to be one: a log.
    case ends
    /// Every one from its beginning: a recording.
    case every

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
