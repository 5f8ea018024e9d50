/// Decides whether an issuer's keys, once fetched, still do.
package struct KeyFreshness: Sendable, Equatable {
    /// How long a set is used without being asked for again: a withdrawn key is believed for so long at most.
    package var lifetime: Duration
    /// How soon an issuer is asked again for a key that it did not have: anybody can make up key ids, and that must not
    /// make us hammer it.
    package var pause: Duration

    package init(lifetime: Duration = .seconds(600), pause: Duration = .seconds(30)) {
        self.lifetime = lifetime
        self.pause = pause
    }

    /// - Parameters:
    ///   - age: since the set was fetched.
    ///   - hasKey: whether the key in question is in it.
    package func isEnough(age: Duration, hasKey: Bool) -> Bool { age < (hasKey ? lifetime : pause) }
}
