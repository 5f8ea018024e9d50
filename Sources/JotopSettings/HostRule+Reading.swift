package import ProxyCore

/// `HOST; audience=A; tag=K=V; algorithm=ES384; duration=15m`, where each but the host may be left out, and audience and tag may
/// come several times.
extension HostRule {
    private static let flag = "host-rule"

    /// - Parameter settings: those for all other hosts: what a rule says that they say as well is not kept, so that one token serves
    ///   both.
    /// - Throws: ``UsageError``, whose value is the rule.
    package init(reading text: String, over settings: RunSettings, origin: UsageError.Origin) throws(UsageError) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
        guard let pattern = Bounds.hostPattern(parts[0]) else {
            throw Self.error(text, origin, "must begin with a host without port, or with *.example.com")
        }
        self.init(hosts: pattern)
        var (named, tagged): ([String], [String]) = ([], [])
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2 else { throw Self.error(text, origin, Self.form) }
            switch pair[0] {
            case "audience": named.append(pair[1])
            case "tag": tagged.append(pair[1])
            case "algorithm": traits.algorithm = try Self.algorithm(pair[1], text, origin)
            case "duration": traits.duration = try Self.duration(pair[1], over: settings.refreshSkew, text, origin)
            default: throw Self.error(text, origin, Self.form)
            }
        }
        if !named.isEmpty { audiences = try Bounds.audiences(named, flag: Self.flag, origin: origin) }
        if !tagged.isEmpty { traits.tags = try Bounds.tags(tagged, flag: Self.flag, origin: origin) }
        guard audiences != nil || !traits.isEmpty else { throw Self.error(text, origin, Self.form) }
        traits.leaveOut(settings)
    }

    private static let form = "must be 'HOST; audience=A; tag=K=V; algorithm=ES384; duration=15m', or a part of that"

    private static func error(_ text: String, _ origin: UsageError.Origin, _ remedy: String) -> UsageError {
        UsageError(flag: flag, value: text, origin: origin, remedy: remedy)
    }

    private static func algorithm(
        _ name: String, _ text: String, _ origin: UsageError.Origin
    ) throws(UsageError) -> SigningAlgorithm {
        guard let algorithm = SigningAlgorithm(rawValue: name) else {
            throw error(text, origin, "algorithm must be RS256 or ES384")
        }
        return algorithm
    }

    private static func duration(
        _ duration: String, over skew: Duration, _ text: String, _ origin: UsageError.Origin
    ) throws(UsageError) -> Duration {
        guard let life = Bounds.tokenDuration(duration) else {
            throw error(text, origin, "duration \(Bounds.tokenDurationRemedy)")
        }
        guard life > skew else {
            let remedy = "duration must be above --token-refresh-skew (\(GoDuration.format(skew)))"
            throw error(text, origin, remedy)
        }
        return life
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0 == " " }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}

extension TokenTraits {
    fileprivate mutating func leaveOut(_ settings: RunSettings) {
        if algorithm == settings.algorithm { algorithm = nil }
        if duration == settings.tokenDuration { duration = nil }
        if tags == settings.tags { tags = nil }
    }
}

extension RunSettings {
    /// Which audiences a token is for, and what else is asked of it.
    package var audienceRule: AudienceRule {
        let usual = audiences.map { AudienceRule.configured($0) } ?? .derivedFromHost
        return hostRules.isEmpty ? usual : .perHost(hostRules, otherwise: usual)
    }
}
