package import ProxyCore

/// What a token says, as JSON: header and claims, and no signature.
package enum ClaimsJSON {
    package static func text(_ facts: TokenFacts, _ veil: some Concealment) -> String {
        var own: [String: JSONValue] = [
            "token": .string(facts.id.description), "print": .string(facts.print),
            "hideLevel": .integer(Int64(veil.level)), "verified": .bool(false),
        ]
        own["fault"] = facts.audiences.traits?.fault.map { .string(veil.foreign($0.description)) }
        let document = JSONValue.object([
            "header": concealed(facts.header, veil), "claims": concealed(facts.claims, veil), "_jotop": .object(own),
        ])
        return document.indented() + "\n"
    }

    /// One claim as it stands in the token: a string without its quotes.
    package static func text(of value: JSONValue, named name: String, _ veil: some Concealment) -> String {
        let concealed = concealed(value, named: name, veil)
        return concealed.string ?? concealed.description
    }

    private static func concealed(_ value: JSONValue, named name: String = "", _ veil: some Concealment) -> JSONValue {
        switch value {
        case .string(let text):
            switch name {
            case "jti": .string(veil.reference(text))
            case "kid": .string(veil.keyID(text))
            default: .string(veil.foreign(text))
            }
        case .array(let values): .array(values.map { concealed($0, named: name, veil) })
        case .object(let members):
            .object(
                Dictionary(
                    members.map { (veil.text($0.key), concealed($0.value, named: $0.key, veil)) },
                    uniquingKeysWith: { first, _ in first }))
        case .null, .bool, .integer, .number: value
        }
    }
}
