/// A call of the AWS Query protocol as a form body: `Action`, `Version` and the parameters, in that order.
package struct QueryForm: Sendable, Equatable {
    package let action: String
    private var fields: [(name: String, value: String)] = []
    /// The values that no error may quote.
    private(set) var secrets: [String] = []

    /// - Parameter version: of the service's API.
    package init(action: String, version: String) {
        self.action = action
        append("Action", action)
        append("Version", version)
    }

    package mutating func append(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// Appends a value that services may quote in an error, and that must not stand in ours.
    package mutating func append(_ name: String, secret: RedactedString) {
        append(name, secret.exposed)
        secrets.append(secret.exposed)
    }

    /// Appends `name.member.1`, `name.member.2` and so on.
    package mutating func appendList(_ name: String, _ values: [String]) {
        for (index, value) in values.enumerated() { append("\(name).member.\(index + 1)", value) }
    }

    /// The body, percent-encoded.
    package var encoded: String {
        fields.map { "\(URIEncoding.encode($0.name))=\(URIEncoding.encode($0.value))" }.joined(separator: "&")
    }

    package static func == (left: Self, right: Self) -> Bool { left.encoded == right.encoded }
}

extension QueryForm: CustomStringConvertible, CustomReflectable {
    /// The action alone: the parameters may be secrets.
    package var description: String { action }
    package var customMirror: Mirror { Mirror(self, children: ["action": action]) }
}
