import AWSClient

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Credentials as a JSON object holds them; each source has its own names for the members.
struct CredentialDocument: Sendable {
    /// What a document lacks. Names members, never their values.
    enum Flaw: Error, Equatable {
        case missing(String)
        case unreadableDate(String)
    }

    /// The names of the members.
    struct Names: Sendable {
        var id = "AccessKeyId"
        var secret = "SecretAccessKey"
        var token = "SessionToken"
        var expiration = "Expiration"
        var account = "AccountId"
        /// Whether credentials without a session token, or without an end, are good.
        var mayBeLongLived = false

        static let process = Names(mayBeLongLived: true)
        static let endpoint = Names(token: "Token")
        static let login = Names(
            id: "accessKeyId", secret: "secretAccessKey", token: "sessionToken", expiration: "expiresAt",
            account: "accountId")
    }

    let accessKeyID: String
    let secretAccessKey: RedactedString
    let sessionToken: RedactedString?
    let expiration: Date?
    let accountID: String?

    init(_ json: JSONValue, _ names: Names) throws(Flaw) {
        func required(_ name: String) throws(Flaw) -> String {
            guard let text = json[name]?.text else { throw .missing(name) }
            return text
        }
        accessKeyID = try required(names.id)
        secretAccessKey = RedactedString(try required(names.secret))
        sessionToken = json[names.token]?.text.map(RedactedString.init)
        accountID = json[names.account]?.text
        expiration = try Self.end(json[names.expiration], names.expiration)
        guard !names.mayBeLongLived else { return }
        if sessionToken == nil { throw .missing(names.token) }
        if expiration == nil { throw .missing(names.expiration) }
    }

    private static func end(_ value: JSONValue?, _ name: String) throws(Flaw) -> Date? {
        guard let value, value != .null, value != .string("") else { return nil }
        guard let text = value.text, let date = Timestamp.parse(text) else { throw .unreadableDate(name) }
        return date
    }

    func credentials(from source: String) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey.exposed, sessionToken: sessionToken?.exposed,
            expiration: expiration, accountID: accountID, source: source)
    }
}

extension CredentialDocument.Flaw: CustomStringConvertible {
    var description: String {
        switch self {
        case .missing(let name): "has no \(name)"
        case .unreadableDate(let name): "has no readable date in \(name)"
        }
    }
}
