package import ProxyCore

/// What a request carries as its `Authorization`.
///
/// Whatever is not ``current`` comes of a command inside the program: nothing that a request says can bring it about.
package indirect enum SentCredential: Sendable {
    /// The token that the cache has for the request's audiences: what every client's request gets.
    case current
    /// That token, whether or not it is in use any more.
    case given(Token)
    /// No `Authorization` at all.
    case absent
    /// What the other one is, with the last byte of its signature flipped.
    case tampered(SentCredential)
}

extension SentCredential {
    /// Whether the cache has to be asked for a token.
    var needsCurrent: Bool {
        switch self {
        case .current: true
        case .given, .absent: false
        case .tampered(let whole): whole.needsCurrent
        }
    }

    /// The token that goes out; nil for none.
    ///
    /// - Parameter current: what the cache gave, if it was asked.
    func token(_ current: Token?) -> Token? {
        switch self {
        case .current: current
        case .given(let token): token
        case .absent: nil
        case .tampered(let whole): whole.token(current)?.withBrokenSignature
        }
    }
}
