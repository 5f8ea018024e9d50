/// A JSON document whose members nobody knows beforehand: a cache file keeps those that other programs wrote.
///
/// Prints as its kind alone, since what it holds is mostly secret.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As it stands in the text: a number that nobody here reads is written back digit for digit.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    static func integer(_ value: Int64) -> JSONValue { .number(String(value)) }

    /// The longest document that is read or written, in bytes.
    static let limit = 65_536

    /// A member of an object; nil if this is none, or has no such member.
    subscript(name: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[name]
        }
        set {
            guard case .object(var members) = self else { return }
            members[name] = newValue
            self = .object(members)
        }
    }

    /// A string that is not empty.
    var text: String? {
        guard case .string(let value) = self, !value.isEmpty else { return nil }
        return value
    }

    /// A number that is finite.
    var seconds: Double? {
        guard case .number(let text) = self, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

extension JSONValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String {
        switch self {
        case .null: "JSONValue(null)"
        case .bool: "JSONValue(bool)"
        case .number: "JSONValue(number)"
        case .string: "JSONValue(string)"
        case .array: "JSONValue(array)"
        case .object: "JSONValue(object)"
        }
    }

    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
