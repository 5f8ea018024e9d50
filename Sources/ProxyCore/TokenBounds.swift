/// Bounds that settings and advice about them share.
package enum TokenBounds {
    /// How long a new token may be kept back: a first one has nothing before it that could serve meanwhile, so its requests wait that long.
    package static let longestSettling = Duration.seconds(30)
    /// The earliest renewal that is advised, before the end of a token's life.
    package static let advisedSkew = Duration.seconds(600)
}
