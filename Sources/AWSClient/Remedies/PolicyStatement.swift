/// A statement of an IAM policy that allows something, and no more than that (IAM User Guide, *JSON policy elements*).
package struct PolicyStatement: Sendable, Equatable {
    package struct Condition: Sendable, Equatable {
        /// Such as `StringEquals`.
        package let test: String
        package let key: String
        package let values: [String]
    }

    package let action: String
    /// `*`, or the account's own resource.
    package let resource: String
    package let conditions: [Condition]
}

extension PolicyStatement {
    /// What a caller needs to mint the tokens that a request asks for.
    ///
    /// The tags have a statement of their own: the conditions on audience, duration and algorithm belong to the call that
    /// mints, and a condition whose key a call does not have would never hold.
    ///
    /// - Parameter resource: `*`, or `arn:<partition>:sts::<account>:self`.
    package static func minting(_ request: WebIdentityTokenRequest, on resource: String = "*") -> [PolicyStatement] {
        let seconds = (request.duration ?? .seconds(300)).components.seconds
        let tags = request.tags.map {
            Condition(test: "StringEquals", key: "aws:RequestTag/\($0.key)", values: [literal($0.value)])
        }
        let mint = PolicyStatement(
            action: "sts:GetWebIdentityToken", resource: resource,
            conditions: [
                Condition(
                    test: "ForAllValues:StringEquals", key: "sts:IdentityTokenAudience",
                    values: request.audiences.map(literal)),
                Condition(test: "NumericLessThanEquals", key: "sts:DurationSeconds", values: [String(seconds)]),
                Condition(test: "StringEquals", key: "sts:SigningAlgorithm", values: [request.algorithm.rawValue]),
            ])
        guard !tags.isEmpty else { return [mint] }
        let keys = Condition(
            test: "ForAllValues:StringEquals", key: "aws:TagKeys", values: request.tags.map { literal($0.key) })
        return [
            mint,
            PolicyStatement(action: "sts:TagGetWebIdentityToken", resource: resource, conditions: tags + [keys]),
        ]
    }

    /// A value that means itself: `${` would begin a policy variable.
    private static func literal(_ value: String) -> String {
        value.replacing("${", with: "${$}{")
    }
}

/// A whole IAM policy.
package struct PolicyDocument: Sendable, Equatable {
    package let statements: [PolicyStatement]

    package init(_ statements: [PolicyStatement]) {
        self.statements = statements
    }

    /// The policy as JSON over several lines, ready to be pasted. What it quotes is escaped as JSON has it.
    package var json: String {
        let list = statements.map(\.json).joined(separator: ",\n")
        return """
            {
              "Version": "2012-10-17",
              "Statement": [
            \(list)
              ]
            }
            """
    }
}

// MARK: - As JSON

extension PolicyStatement {
    fileprivate var json: String {
        let tests = conditions.reduce(into: [String]()) { if !$0.contains($1.test) { $0.append($1.test) } }
        let blocks = tests.map { test in
            let members = conditions.filter { $0.test == test }.map(\.json).joined(separator: ",\n")
            return "        \(JSONText.quote(test)): {\n\(members)\n        }"
        }
        return """
                {
                  "Effect": "Allow",
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
        let value = quoted.count == 1 ? quoted[0] : "[\(quoted.joined(separator: ", "))]"
        return "          \(JSONText.quote(key)): \(value)"
    }
}

private enum JSONText {
    /// A JSON string (RFC 8259, section 7); control characters of every kind are escaped, so that it is one line.
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default:
                if isPlain(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    for unit in String(scalar).utf16 { result += escape(unit) }
                }
            }
        }
        return result + "\""
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
