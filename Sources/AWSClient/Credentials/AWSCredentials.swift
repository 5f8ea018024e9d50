#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The keys that sign a call. Prints as the key's id alone.
package struct AWSCredentials: Sendable, Equatable {
    package let accessKeyID: String
    package let secretAccessKey: RedactedString
    /// Temporary credentials have one, and it must be signed with the request.
    package let sessionToken: RedactedString?
    /// The end of the session; nil for long-lived keys, and where the source does not tell.
    package let expiration: Date?
    /// The account that they belong to, where the source tells.
    package let accountID: String?
    /// Where they come from, in words for people: `environment`, `profile dev (IAM Identity Center)`.
    package let source: String

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil,
        accountID: String? = nil, source: String = "given"
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = RedactedString(secretAccessKey)
        self.sessionToken = sessionToken.map(RedactedString.init)
        self.expiration = expiration
        self.accountID = accountID
        self.source = source
    }

    /// Whether the service cannot tell these from `other`: where they come from and what is said of them does not count.
    package func isSame(as other: AWSCredentials) -> Bool {
        accessKeyID == other.accessKeyID && secretAccessKey == other.secretAccessKey
            && sessionToken == other.sessionToken
    }

    /// The same keys under another source's name.
    package func named(_ source: String) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey.exposed, sessionToken: sessionToken?.exposed,
            expiration: expiration, accountID: accountID, source: source)
    }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        "AWSCredentials(\(accessKeyID)\(sessionToken == nil ? "" : ", temporary"))"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
