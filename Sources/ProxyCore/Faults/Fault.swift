/// Something that is done to tokens on purpose, to see what becomes of it (`--allow-faults`).
///
/// None of them ever gives a service a credential that another would take: a token is the host's own, or one for an audience that
/// nobody has.
package enum Fault: Sendable, Hashable {
    // To the requests for a host.

    /// The newest token of the same audience that has expired.
    case expired
    /// The same token with its signature changed.
    case tampered
    /// No `Authorization` at all.
    case missing
    /// A token for an audience that nobody has.
    case audience(String)
    /// A token with this tag in place of the configured one; nil: without any of those configured.
    case tag(TokenTag?)

    // To the calls to STS.

    case throttled
    case denied
    case slow(Duration)

    // To the emulated issuer.

    /// It signs with a key that nobody has seen yet.
    case keysRotated
}

extension Fault {
    /// Whether it is about the requests for a host.
    package var isOfHost: Bool {
        switch self {
        case .expired, .tampered, .missing, .audience, .tag: true
        case .throttled, .denied, .slow, .keysRotated: false
        }
    }

    /// Whether only those who wait for a call to STS notice it.
    package var isOfCall: Bool {
        switch self {
        case .throttled, .denied, .slow: true
        case .expired, .tampered, .missing, .audience, .tag, .keysRotated: false
        }
    }

    /// Whether it may be set for every host at once: where nothing of one host's own is needed for it.
    package var isForAnyHost: Bool { self == .tampered || self == .missing }

    /// The audiences to ask for in place of the usual ones.
    ///
    /// - Parameter tags: those configured for every token.
    package func audiences(insteadOf usual: AudienceSet, tags configured: [TokenTag]) -> AudienceSet {
        var traits = usual.traits ?? TokenTraits()
        traits.fault = self
        switch self {
        case .audience(let audience): return AudienceSet(audience).asking(traits)
        case .tag(let tag):
            let others = (traits.tags ?? configured).filter { $0.key.lowercased() != tag?.key.lowercased() }
            traits.tags = tag.map { others + [$0] } ?? []
            return usual.asking(traits)
        default: return usual
        }
    }
}

extension Fault: CustomStringConvertible {
    /// As the command line, the events and every export spell it: `expired`, `tag team=core`, `sts slow 3s`.
    package var description: String {
        switch self {
        case .expired: "expired"
        case .tampered: "tampered"
        case .missing: "none"
        case .audience(let audience): "audience \(audience)"
        case .tag(let tag): "tag" + (tag.map { " \($0.key)=\($0.value)" } ?? "")
        case .throttled: "sts throttle"
        case .denied: "sts deny"
        case .slow(let wait): "sts slow \(GoDuration.format(wait))"
        case .keysRotated: "keys rotate"
        }
    }

    /// The fault that ``description`` spells; nil for anything else.
    package init?(spelled text: String) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count > 1 ? words[1] : nil
        switch (words.first, rest) {
        case ("expired", nil): self = .expired
        case ("tampered", nil): self = .tampered
        case ("none", nil): self = .missing
        case ("audience", let audience?): self = .audience(audience)
        case ("tag", nil): self = .tag(nil)
        case ("tag", let text?):
            guard let tag = TokenTag(spelled: text) else { return nil }
            self = .tag(tag)
        case ("sts", "throttle"): self = .throttled
        case ("sts", "deny"): self = .denied
        case ("sts", let text?):
            guard text.hasPrefix("slow "), let wait = GoDuration.parse(String(text.dropFirst(5))) else { return nil }
            self = .slow(wait)
        case ("keys", "rotate"): self = .keysRotated
        default: return nil
        }
    }
}

extension TokenTag {
    /// `key=value`; nil where there is no key.
    package init?(spelled text: String) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
        self.init(key: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
    }
}
