import ProxyCore

/// The members of one line's object, asked for by name and kind.
struct Members {
    /// A member that is missing, or is something else than it should be.
    struct Fault: Error, Equatable {
        let name: String
        let expected: String
    }

    private let values: [String: JSONValue]

    init(_ values: [String: JSONValue]) { self.values = values }

    /// - Throws: ``Fault`` under `name` if the value is no object.
    init(_ value: JSONValue?, _ name: String) throws(Fault) {
        guard case .object(let members) = value else { throw Fault(name: name, expected: "an object") }
        self.init(members)
    }

    subscript(name: String) -> JSONValue? { values[name] }

    /// What a member means; nil where there is none.
    func optional<Value>(
        _ name: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(Fault) -> Value? {
        guard let value = values[name], value != .null else { return nil }
        guard let result = read(value) else { throw Fault(name: name, expected: expected) }
        return result
    }

    func required<Value>(
        _ name: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(Fault) -> Value {
        guard let value = try optional(name, expected, read) else { throw Fault(name: name, expected: expected) }
        return value
    }
}

extension Members {
    func optionalString(_ name: String) throws(Fault) -> String? { try optional(name, "a string") { $0.string } }
    func string(_ name: String) throws(Fault) -> String { try required(name, "a string") { $0.string } }

    func optionalTime(_ name: String) throws(Fault) -> WallTime? {
        try optional(name, "a time") { $0.string.flatMap { WallTime(recorded: $0) } }
    }

    func time(_ name: String) throws(Fault) -> WallTime {
        try required(name, "a time") { $0.string.flatMap { WallTime(recorded: $0) } }
    }

    func optionalDuration(_ name: String) throws(Fault) -> Duration? {
        try optional(name, "milliseconds") { Duration(milliseconds: $0) }
    }

    func duration(_ name: String) throws(Fault) -> Duration {
        try required(name, "milliseconds") { Duration(milliseconds: $0) }
    }

    func optionalCount(_ name: String) throws(Fault) -> Int? {
        try optional(name, "a whole number") { value in
            guard case .integer(let number) = value, number >= 0 else { return nil }
            return Int(number)
        }
    }

    func count(_ name: String) throws(Fault) -> Int {
        guard let count = try optionalCount(name) else { throw Fault(name: name, expected: "a whole number") }
        return count
    }

    func flag(_ name: String) throws(Fault) -> Bool {
        try optional(name, "true or false") { value in
            guard case .bool(let flag) = value else { return nil }
            return flag
        } ?? false
    }

    /// One of the words that a type knows, or `fallback` where the member is missing.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, or fallback: Word? = nil
    ) throws(Fault) -> Word {
        let expected = Word.allCases.map(\.rawValue).joined(separator: ", ")
        if let word = try optional(name, expected, { $0.string.flatMap(Word.init(rawValue:)) }) ?? fallback {
            return word
        }
        throw Fault(name: name, expected: expected)
    }

    func optionalFlow(_ name: String) throws(Fault) -> FlowID? { try optionalCount(name).map { FlowID(UInt64($0)) } }

    func optionalAudiences(_ name: String) throws(Fault) -> AudienceSet? {
        let audiences = try optional(name, "an audience, or several") { value -> AudienceSet? in
            guard case .array(let values) = value else { return value.string.flatMap { AudienceSet([$0]) } }
            let strings = values.compactMap(\.string)
            return strings.count == values.count ? AudienceSet(strings) : nil
        }
        let traits = try optional("audience_asking", "what is asked of a token") { TokenTraits($0) }
        return audiences?.asking(traits ?? TokenTraits())
    }

    func audiences() throws(Fault) -> AudienceSet {
        guard let audiences = try optionalAudiences("audience") else {
            throw Fault(name: "audience", expected: "an audience, or several")
        }
        return audiences
    }

    func optionalToken(_ name: String) throws(Fault) -> TokenID? {
        try optional(name, "a token, such as B2") { $0.string.flatMap { TokenID(recorded: $0) } }
    }

    /// The audience set's letter; a token's number behind it is left aside.
    func handle() throws(Fault) -> TokenHandle {
        try required("handle", "a token, such as B2, or its letter") { value in
            value.string.flatMap { TokenID(recorded: $0)?.handle ?? TokenHandle(recorded: $0) }
        }
    }
}
