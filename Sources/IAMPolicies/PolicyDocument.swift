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
