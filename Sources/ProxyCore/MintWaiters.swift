/// The requests that waited for a mint.
package enum MintWaiters {
    /// So many are named in an event; the others are counted.
    package static let named = 8
}
