/// A statement of an IAM policy that allows something, and no more than that (IAM User Guide, *JSON policy elements*).
package struct PolicyStatement: Sendable, Equatable {
    package struct Condition: Sendable, Equatable {
        /// Such as `StringEquals`.
        package let test: String
        package let key: String
        package let values: [String]

        package init(_ test: String, _ key: String, _ values: [String]) {
            (self.test, self.key, self.values) = (test, key, values)
        }
    }

    /// Its name: letters and digits alone (IAM User Guide, *JSON policy elements: Sid*).
    package var sid: String?
    package let action: String
    /// `*`, or the account's own resource.
    package let resource: String
    package let conditions: [Condition]
}

extension PolicyStatement {
    /// As JSON, set in as far as a statement of a document is.
    var json: String {
        let tests = conditions.reduce(into: [String]()) { if !$0.contains($1.test) { $0.append($1.test) } }
        let blocks = tests.map { test in
            let members = conditions.filter { $0.test == test }.map(\.json).joined(separator: ",\n")
            return "        \(JSONText.quote(test)): {\n\(members)\n        }"
        }
        let name = sid.map { "      \"Sid\": \(JSONText.quote($0)),\n" } ?? ""
        return """
                {
            \(name)      "Effect": "Allow",
                  "Action": \(JSONText.quote(action)),
                  "Resource": \(JSONText.quote(resource)),
                  "Condition": {
            \(blocks.joined(separator: ",\n"))
                  }
                }
            """
    }
}

extension PolicyStatement.Condition {
    fileprivate var json: String {
        let quoted = values.map(JSONText.quote)
        let lines = quoted.map { "            \($0)" }.joined(separator: ",\n")
        return "          \(JSONText.quote(key)): " + (quoted.count == 1 ? quoted[0] : "[\n\(lines)\n          ]")
    }
}
