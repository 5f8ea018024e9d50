package import ProxyCore

/// What tokens are asked for besides their audiences, as far as it is known: a recording does not tell.
package struct TokenWish: Sendable, Equatable {
    package var life: Duration?
    package var algorithm: SigningAlgorithm?
    package var tags: [TokenTag]?
    /// Whether less is asked for where the role session ends sooner (`--cap-to-session`).
    package var isCapping: Bool

    package init(
        life: Duration? = nil, algorithm: SigningAlgorithm? = nil, tags: [TokenTag]? = nil, isCapping: Bool = true
    ) {
        (self.life, self.algorithm, self.tags, self.isCapping) = (life, algorithm, tags, isCapping)
    }

    /// The same for an audience set, which may ask for something else.
    func of(_ audiences: AudienceSet) -> TokenWish {
        guard let traits = audiences.traits else { return self }
        return TokenWish(
            life: traits.duration ?? life, algorithm: traits.algorithm ?? algorithm, tags: traits.tags ?? tags,
            isCapping: isCapping)
    }

    /// `60m RS256 team=core`; nil where nothing is known.
    func words(_ veil: Veil) -> String? {
        let tags = (tags ?? []).map { veil.foreign("\($0.key)=\($0.value)") }
        let parts = [life?.brief, algorithm?.rawValue].compactMap(\.self) + tags
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
