#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A role session: the answer of `AssumeRole` and `AssumeRoleWithWebIdentity`.
package struct AssumedRole: Sendable, Equatable {
    package let accessKeyID: String
    package let secretAccessKey: RedactedString
    package let sessionToken: RedactedString
    /// The end of the session, by the service's clock.
    package let expiration: Date
    /// The session's own ARN, `arn:aws:sts::123456789012:assumed-role/reader/session`.
    package let assumedRoleARN: String
    /// The service's name for the call.
    package let requestID: String?

    /// - Parameter name: of the result's element.
    init(_ answer: QueryAnswer, _ name: String) throws(STSError) {
        let result = try answer.result(name)
        guard let keys = result["Credentials"] else { throw .malformedResponse(.missingElement("Credentials")) }
        accessKeyID = try keys.required("AccessKeyId")
        secretAccessKey = RedactedString(try keys.required("SecretAccessKey"))
        sessionToken = RedactedString(try keys.required("SessionToken"))
        expiration = try keys.requiredDate("Expiration")
        assumedRoleARN = try result.required("AssumedRoleUser", "Arn")
        requestID = answer.requestID
    }

    /// The account of the role.
    package var accountID: String? {
        let parts = assumedRoleARN.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 5 && !parts[4].isEmpty ? String(parts[4]) : nil
    }

    /// The session's keys.
    ///
    /// - Parameter source: where they come from, in words for people.
    package func credentials(source: String) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey.exposed, sessionToken: sessionToken.exposed,
            expiration: expiration, accountID: accountID, source: source)
    }
}
