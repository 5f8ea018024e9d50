/// Which requests ask for nothing to be changed, so that they may be sent again without a question.
package enum SafeRequest {
    /// Of the safe methods (RFC 9110, section 9.2.1) those that applications use.
    package static let methods: Set = ["GET", "HEAD"]

    /// Fields by which frameworks let a request be of another method than it says, in lower case.
    package static let overridingFields = ["x-http-method-override", "x-http-method", "x-method-override"]

    /// The first of the names that is such a field's; nil where none is.
    package static func overridingField(_ names: some Sequence<String>) -> String? {
        names.first { overridingFields.contains($0.lowercased()) }
    }
}
