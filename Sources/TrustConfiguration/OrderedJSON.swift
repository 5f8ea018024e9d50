import ProxyCore

/// JSON to be read by people: members in the order given, one a line.
enum OrderedJSON {
    case string(String)
    case array([OrderedJSON])
    case object([(String, OrderedJSON)])

    /// A member that says something to people, where there is anything to say.
    static func note(_ name: String, _ text: String?) -> [(String, OrderedJSON)] {
        text.map { [(name, .string($0))] } ?? []
    }

    static func strings(_ values: [String]) -> OrderedJSON { .array(values.map { .string($0) }) }

    var text: String { text(indent: 0) }

    private func text(indent: Int) -> String {
        switch self {
        case .string(let value): JSONValue.quote(value)
        case .array(let values): Self.block("[", values.map { $0.text(indent: indent + 1) }, "]", indent)
        case .object(let members):
            Self.block("{", members.map { "\(JSONValue.quote($0)): \($1.text(indent: indent + 1))" }, "}", indent)
        }
    }

    private static func block(_ open: String, _ lines: [String], _ close: String, _ indent: Int) -> String {
        guard !lines.isEmpty else { return open + close }
        let space = String(repeating: "  ", count: indent)
        return open + "\n" + lines.map { "\(space)  \($0)" }.joined(separator: ",\n") + "\n\(space)\(close)"
    }
}
