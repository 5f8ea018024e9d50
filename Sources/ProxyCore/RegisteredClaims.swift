/// The claims that every verifier looks at (RFC 7519, section 4.1), and what they say for and against a token.
///
/// Whoever judges a token judges its claims by this value, so that no two of them differ. It knows of no signature.
package struct RegisteredClaims: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case issuer = "iss"
        case audience = "aud"
        case expiry = "exp"
        case notBefore = "nbf"
        case issuedAt = "iat"
    }

    /// How far two clocks may differ before a time is held against a token, where nobody has set anything else.
    package static let leeway = Duration.seconds(5)

    package let issuer: String?
    /// Those that it names, at least one.
    package let audiences: [String]?
    package let expiry: WallTime?
    package let notBefore: WallTime?
    package let issuedAt: WallTime?
    /// Those that a verifier needs and are missing, and those that are not of their type.
    package let unusable: [Name]

    package init(_ claims: JSONValue) {
        func time(_ name: Name) -> WallTime? { claims[name.rawValue]?.integer.map { WallTime(seconds: $0) } }
        issuer = claims[Name.issuer.rawValue]?.string
        audiences = Self.audiences(claims[Name.audience.rawValue])
        (expiry, notBefore, issuedAt) = (time(.expiry), time(.notBefore), time(.issuedAt))
        var unusable: [Name] = []
        if issuer == nil { unusable.append(.issuer) }
        if audiences == nil { unusable.append(.audience) }
        if expiry == nil { unusable.append(.expiry) }
        unusable += [.notBefore, .issuedAt].filter { claims[$0.rawValue] != nil && time($0) == nil }
        self.unusable = unusable
    }

    /// A string, or an array of strings (section 4.1.3). An empty array says no more than none at all.
    private static func audiences(_ claim: JSONValue?) -> [String]? {
        switch claim {
        case .string(let audience): return [audience]
        case .array(let values):
            let audiences = values.compactMap(\.string)
            return audiences.count == values.count && !audiences.isEmpty ? audiences : nil
        default: return nil
        }
    }
}

extension RegisteredClaims {
    /// What a time says of a token.
    package enum Standing: Sendable, Equatable {
        case good
        /// Good where clocks differ, as they may.
        case withinLeeway
        case bad
    }

    /// Whether the token is meant for one of these.
    package func names(oneOf audiences: Set<String>) -> Bool { !audiences.isDisjoint(with: self.audiences ?? []) }

    /// What `exp` says; nil without one. A token is over at that very moment (section 4.1.4).
    package func life(at now: WallTime, leeway: Duration = Self.leeway) -> Standing? {
        guard let expiry else { return nil }
        let left = now.duration(to: expiry)
        if left > .zero { return .good }
        return left + leeway > .zero ? .withinLeeway : .bad
    }

    /// A claim that says since when there is a token, and how far ahead that is.
    package struct Beginning: Sendable, Equatable {
        package let name: Name
        /// Negative where it is over.
        package let lead: Duration

        package func standing(leeway: Duration = RegisteredClaims.leeway) -> Standing {
            if lead <= .zero { return .good }
            return lead <= leeway ? .withinLeeway : .bad
        }
    }

    /// What `iat` and `nbf` say, those of them that there are, in that order.
    package func beginnings(at now: WallTime) -> [Beginning] {
        [(Name.issuedAt, issuedAt), (.notBefore, notBefore)].compactMap { name, time in
            time.map { Beginning(name: name, lead: now.duration(to: $0)) }
        }
    }
}
