package import ProxyCore

/// What a setting may be. The limits of STS are those of the `GetWebIdentityToken` page of its API reference.
package enum Bounds {
    /// - Parameter flag: the name under which they were given.
    /// - Throws: ``UsageError`` unless there are 1 to 10, each of 1 to 1000 characters.
    package static func audiences(
        _ values: [String], flag: String, origin: UsageError.Origin = .flag
    ) throws(UsageError) -> AudienceSet {
        for value in values where !(1...1000).contains(value.count) {
            throw UsageError(flag: flag, value: value, origin: origin, remedy: "must have 1 to 1000 characters")
        }
        guard let set = AudienceSet(values), set.values.count <= 10 else {
            throw UsageError(
                flag: flag, value: values.joined(separator: ","), origin: origin,
                remedy: "STS takes 1 to 10 different audiences")
        }
        return set
    }

    /// The life of a token: whole seconds from 60 s to 1 h.
    package static func tokenDuration(_ text: String) -> Duration? {
        guard let duration = GoDuration.parse(text), duration.components.attoseconds == 0,
            (.seconds(60)...(.seconds(3600))).contains(duration)
        else { return nil }
        return duration
    }

    package static let tokenDurationRemedy = "must be a duration of whole seconds from 60s to 1h"

    /// - Parameter flag: the name under which they were given.
    /// - Throws: ``UsageError`` if one is no `key=value` that STS takes, a key comes twice, or there are more than 50.
    package static func tags(
        _ values: [String], flag: String, origin: UsageError.Origin = .flag
    ) throws(UsageError) -> [TokenTag] {
        var tags: [TokenTag] = []
        for value in values {
            guard let tag = tag(value) else {
                throw UsageError(
                    flag: flag, value: value, origin: origin,
                    remedy: "must be key=value: key 1 to 128, value 0 to 256 letters, digits, spaces or _.:/=+-@")
            }
            tags.append(tag)
        }
        guard Set(tags.map { $0.key.lowercased() }).count == tags.count, tags.count <= 50 else {
            throw UsageError(
                flag: flag, value: values.joined(separator: ","), origin: origin,
                remedy: "at most 50 tags, and no key twice (upper and lower case count as the same)")
        }
        return tags
    }

    /// `key=value`, or nil if STS would refuse it.
    private static func tag(_ text: String) -> TokenTag? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let (key, value) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
        guard (1...128).contains(key.count), value.count <= 256, (key + value).unicodeScalars.allSatisfy(isTagCharacter)
        else { return nil }
        return TokenTag(key: key, value: value)
    }

    private static func isTagCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spaceSeparator,
            .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: "_.:/=+-@".unicodeScalars.contains(scalar)
        }
    }

    /// A `token` in the sense of RFC 9110, section 5.6.2.
    package static func isFieldName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// A name or an address without a port, such a name below `*.`, or `*`; nil for what no host would ever match.
    static func hostPattern(_ text: String) -> HostPattern? {
        let name = text == "*" ? "any" : text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
        let target = UpstreamTarget(scheme: .https, authority: name)
        return target?.urlHost == name.lowercased() ? HostPattern(text) : nil
    }

    /// Whether a field of that name may say where a request goes: one that frames a message, speaks of a connection or
    /// authorises has a meaning of its own. `Host` may, as it does in the absence of jotop.
    static func mayNameUpstream(_ text: String) -> Bool {
        isFieldName(text) && !occupied.contains(text.lowercased())
    }

    private static let occupied: Set<String> = [
        "authorization", "connection", "content-length", "expect", "keep-alive", "proxy-authenticate",
        "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// `scheme://host[:port]` (RFC 6454, section 6.2).
    package static func isOrigin(_ text: String) -> Bool {
        guard let separator = text.firstRange(of: "://") else { return false }
        let scheme = text[..<separator.lowerBound]
        guard !scheme.isEmpty, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        else { return false }
        return UpstreamTarget(scheme: .http, authority: String(text[separator.upperBound...])) != nil
    }

    /// An issuer as its tokens spell it: an https address, or an http one on this machine, with nothing after its path.
    package static func isIssuer(_ text: String) -> Bool {
        guard text.utf8.count <= 2_048, let separator = text.firstRange(of: "://") else { return false }
        let rest = text[separator.upperBound...]
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"?#@".utf8.contains($0) }),
            let target = UpstreamTarget(scheme: .https, authority: String(rest.prefix { $0 != "/" }))
        else { return false }
        switch text[..<separator.lowerBound] {
        case "https": return true
        case "http": return ["localhost", "127.0.0.1", "[::1]", "::1"].contains(target.host)
        default: return false
        }
    }

    /// The path of a URL, and nothing after it: printable ASCII.
    package static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count <= 256
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#".utf8.contains($0) }
    }

    package static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "t": true
        case "false", "0", "f": false
        default: nil
        }
    }
}
