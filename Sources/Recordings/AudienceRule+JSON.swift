import ProxyCore

extension AudienceRule {
    /// Adds the rule to a recording's header: what holds for all upstreams, then what holds for some alone.
    func add(to object: inout JSONLine) {
        switch self {
        case .configured(let audiences): object.add("audience", audiences)
        case .derivedFromHost: object.add("audience", .bool(true))
        case .perHost(let rules, let otherwise):
            otherwise.add(to: &object)
            object.add("host_rules", .array(rules.map(\.json)))
        }
    }

    /// - Returns: nil if a header holds none.
    init?(_ line: Members) throws(Members.Fault) {
        let usual: AudienceRule
        if case .bool? = line["audience"] {
            usual = .derivedFromHost
        } else if let audiences = try line.optionalAudiences("audience") {
            usual = .configured(audiences)
        } else {
            return nil
        }
        let rules = try line.optional("host_rules", "rules for hosts") { value -> [HostRule]? in
            guard case .array(let values) = value else { return nil }
            let rules = values.compactMap { HostRule($0) }
            return rules.count == values.count ? rules : nil
        }
        self = rules.map { .perHost($0, otherwise: usual) } ?? usual
    }
}

extension HostRule {
    var json: JSONValue {
        var members: [String: JSONValue] = ["hosts": .string(hosts.description)]
        members["audience"] = audiences.map { .array($0.values.map { .string($0) }) }
        if !traits.isEmpty { members["asking"] = traits.json }
        return .object(members)
    }

    /// - Returns: nil if a member is none.
    init?(_ value: JSONValue) {
        guard let hosts = value["hosts"]?.string.flatMap({ HostPattern($0) }) else { return nil }
        self.init(hosts: hosts)
        if case .array(let values)? = value["audience"] { audiences = AudienceSet(values.compactMap(\.string)) }
        guard let asking = value["asking"] else { return }
        guard let known = TokenTraits(asking) else { return nil }
        traits = known
    }
}
