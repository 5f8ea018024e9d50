/// A cause that an upstream named in its answer, and its words.
package struct Statement: Sendable, Hashable {
    package enum Place: Sendable, Hashable {
        /// A challenge's `error_description` or `error`.
        case challenge
        case body
        /// A field of the answer's, by its name in small letters.
        case field(String)
    }

    package let cause: Cause
    /// As the upstream put it, in one line of at most ``UpstreamWords/quoteLength`` characters. Untrusted.
    package let quote: String
    package let place: Place
    /// Whether the words are known to be about this cause, instead of having a word in them that usually is.
    package let isCertain: Bool
}
