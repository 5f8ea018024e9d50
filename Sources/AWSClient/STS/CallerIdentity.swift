/// Who the credentials belong to (`GetCallerIdentity`).
package struct CallerIdentity: Sendable, Equatable {
    package let account: String
    package let arn: String
    package let userID: String
    /// The service's name for the call.
    package let requestID: String?

    init(_ answer: STSAnswer) throws(STSError) {
        let result = try answer.result("GetCallerIdentityResult")
        func field(_ name: String) throws(STSError) -> String {
            guard let text = result.text(at: name) else { throw .malformedResponse(.missingElement(name)) }
            return text
        }
        account = try field("Account")
        arn = try field("Arn")
        userID = try field("UserId")
        requestID = answer.requestID
    }
}
