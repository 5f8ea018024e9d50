import ProxyCore

extension TokenTraits {
    /// What differs from the settings for all tokens; the life in milliseconds.
    var json: JSONValue {
        var members: [String: JSONValue] = [:]
        members["algorithm"] = algorithm.map { .string($0.rawValue) }
        members["duration"] = duration?.exactMilliseconds
        members["tags"] = tags.map { .array($0.map { .object(["key": .string($0.key), "value": .string($0.value)]) }) }
        members["fault"] = fault.map { .string($0.description) }
        return .object(members)
    }

    /// - Returns: nil if a member is none.
    init?(_ value: JSONValue) {
        guard case .object(let members) = value else { return nil }
        self.init()
        if let named = members["algorithm"] {
            guard let known = named.string.flatMap(SigningAlgorithm.init(rawValue:)) else { return nil }
            algorithm = known
        }
        if let life = members["duration"] {
            guard let known = Duration(milliseconds: life) else { return nil }
            duration = known
        }
        if let list = members["tags"] {
            guard let known = Self.tags(list) else { return nil }
            tags = known
        }
        if let named = members["fault"] {
            guard let known = named.string.flatMap(Fault.init(spelled:)) else { return nil }
            fault = known
        }
    }

    private static func tags(_ value: JSONValue) -> [TokenTag]? {
        guard case .array(let values) = value else { return nil }
        let tags = values.compactMap { tag in
            tag["key"]?.string.flatMap { key in tag["value"]?.string.map { TokenTag(key: key, value: $0) } }
        }
        return tags.count == values.count ? tags : nil
    }
}
