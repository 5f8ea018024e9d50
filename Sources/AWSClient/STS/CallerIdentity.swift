/// Who the credentials belong to (`GetCallerIdentity`).
package struct CallerIdentity: Sendable, Equatable {
    package let account: String
    package let arn: String
    package let userID: String
    /// The service's name for the call.
    package let requestID: String?

    package init(account: String, arn: String, userID: String, requestID: String? = nil) {
        self.account = account
        self.arn = arn
        self.userID = userID
        self.requestID = requestID
    }

    init(_ answer: QueryAnswer) throws(STSError) {
        let result = try answer.result("GetCallerIdentityResult")
        account = try result.required("Account")
        arn = try result.required("Arn")
        userID = try result.required("UserId")
        requestID = answer.requestID
    }
}
