/// Which of the faults in force an order is about.
package enum FaultScope: Sendable, Hashable {
    /// All of them, and the cache's clock too.
    case all
    case host(String)
    case sts
    case keys
}
