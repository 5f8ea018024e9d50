/// A token that a command had put out of use serves again.
package struct TokenRestored: Sendable {
    package let time: WallTime
    package let audiences: AudienceSet
    package let token: TokenID
    /// The token that served meanwhile, and is dropped.
    package let instead: TokenID?
    /// When it enters its refresh window.
    package let refreshAt: WallTime

    package init(time: WallTime, audiences: AudienceSet, token: TokenID, instead: TokenID?, refreshAt: WallTime) {
        self.time = time
        self.audiences = audiences
        self.token = token
        self.instead = instead
        self.refreshAt = refreshAt
    }
}

/// Somebody switched token minting off, or on again.
package struct MintingSwitched: Sendable {
    package let time: WallTime
    package let isOn: Bool

    package init(time: WallTime, isOn: Bool) {
        self.time = time
        self.isOn = isOn
    }
}

/// Somebody set the audiences of a host by hand, or took that back.
package struct AudienceChanged: Sendable {
    package let time: WallTime
    /// The upstream's authority.
    package let host: String
    /// nil: the rule of the settings decides again.
    package let audiences: AudienceSet?

    package init(time: WallTime, host: String, audiences: AudienceSet?) {
        self.time = time
        self.host = host
        self.audiences = audiences
    }
}
