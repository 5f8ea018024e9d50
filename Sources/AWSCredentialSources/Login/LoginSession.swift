import AWSClient
import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `aws login` left in its cache: credentials for a quarter of an hour, and what it takes to renew them.
struct LoginSession: Sendable {
    let keys: CredentialDocument
    let expiresAt: Date
    let clientID: String
    let refreshToken: RedactedString
    let proof: DPoPProof
    /// The whole file, members that nobody here knows included. Never printed.
    private let document: JSONValue

    enum Flaw: Error, Equatable {
        case keys(CredentialDocument.Flaw)
        case missing(String)
        /// The key of the proofs is none, or not on P-256.
        case unreadableKey
    }

    init(_ document: JSONValue) throws(Flaw) {
        guard let access = document["accessToken"] else { throw .missing("accessToken") }
        do { keys = try CredentialDocument(access, .login) } catch { throw .keys(error) }
        guard let end = keys.expiration else { throw .missing("expiresAt") }
        guard let client = document["clientId"]?.text else { throw .missing("clientId") }
        guard let refresh = document["refreshToken"]?.text else { throw .missing("refreshToken") }
        guard let pem = document["dpopKey"]?.text else { throw .missing("dpopKey") }
        guard let proof = DPoPProof(pem: pem) else { throw .unreadableKey }
        (expiresAt, clientID, refreshToken, self.proof) = (end, client, RedactedString(refresh), proof)
        self.document = document
    }

    /// The body that asks for new credentials.
    var refreshRequest: JSONValue {
        .object([
            "clientId": .string(clientID), "grantType": .string("refresh_token"),
            "refreshToken": .string(refreshToken.exposed),
        ])
    }

    /// The document after a refresh.
    ///
    /// - Returns: nil for an answer that does not hold all that it must.
    func refreshed(by answer: JSONValue, at now: Date) -> JSONValue? {
        guard let access = answer["accessToken"], let id = access["accessKeyId"]?.text,
            let secret = access["secretAccessKey"]?.text, let token = access["sessionToken"]?.text,
            let refresh = answer["refreshToken"]?.text, let seconds = answer["expiresIn"]?.seconds, seconds > 0
        else { return nil }
        var kept = document["accessToken"] ?? .object([:])
        kept["accessKeyId"] = .string(id)
        kept["secretAccessKey"] = .string(secret)
        kept["sessionToken"] = .string(token)
        kept["expiresAt"] = .string(Timestamp.format(now + min(seconds, 86_400)))
        var next = document
        next["accessToken"] = kept
        next["refreshToken"] = .string(refresh)
        return next
    }

    /// - Parameters:
    ///   - session: the value of `login_session`.
    ///   - folder: where the AWS CLI keeps the sessions of logins.
    static func file(for session: String, in folder: String) -> SmallFile {
        let digest = hexadecimal(SHA256.hash(data: Array(session.utf8)))
        return SmallFile("\(folder)/\(digest).json")
    }
}

extension LoginSession: CustomStringConvertible, CustomReflectable {
    var description: String { "LoginSession(until \(Timestamp.format(expiresAt)))" }
    var customMirror: Mirror { Mirror(self, children: ["expiresAt": expiresAt]) }
}

extension LoginSession.Flaw: CustomStringConvertible {
    var description: String {
        switch self {
        case .keys(let flaw): flaw.description
        case .missing(let name): "has no \(name)"
        case .unreadableKey: "has a dpopKey that is no private key on P-256"
        }
    }
}
