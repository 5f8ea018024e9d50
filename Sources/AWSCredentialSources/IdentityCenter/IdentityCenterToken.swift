import AWSClient
import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The access token that `aws sso login` left in its cache, with what it takes to refresh it.
struct IdentityCenterToken: Sendable {
    /// What the refresh of a token is asked with. Prints as nothing.
    struct Registration: Sendable {
        let clientID: String
        let clientSecret: RedactedString
        let refreshToken: RedactedString
    }

    let accessToken: RedactedString
    let expiresAt: Date
    /// The whole file, members that nobody here knows included. Never printed.
    private let document: JSONValue

    /// - Returns: nil for a document without a token and its end.
    init?(_ document: JSONValue) {
        guard let token = document["accessToken"]?.text,
            let end = document["expiresAt"]?.text.flatMap(Timestamp.parse)
        else { return nil }
        accessToken = RedactedString(token)
        expiresAt = end
        self.document = document
    }

    /// - Returns: nil where the file lacks one of its members, or the client's registration is over.
    func registration(at now: Date) -> Registration? {
        guard let client = document["clientId"]?.text, let secret = document["clientSecret"]?.text,
            let refresh = document["refreshToken"]?.text,
            let end = document["registrationExpiresAt"]?.text.flatMap(Timestamp.parse), now < end
        else { return nil }
        return Registration(
            clientID: client, clientSecret: RedactedString(secret), refreshToken: RedactedString(refresh))
    }

    /// The document after a refresh.
    ///
    /// - Returns: nil for an answer without a token.
    func refreshed(by answer: JSONValue, at now: Date) -> JSONValue? {
        guard let token = answer["accessToken"]?.text, let seconds = answer["expiresIn"]?.seconds, seconds > 0 else {
            return nil
        }
        var next = document
        next["accessToken"] = .string(token)
        next["expiresAt"] = .string(Timestamp.format(now + min(seconds, 31_536_000)))
        if let refresh = answer["refreshToken"]?.text { next["refreshToken"] = .string(refresh) }
        return next
    }

    /// The file in the cache's folder for a session's name or a start URL.
    static func file(for key: String, in folder: String) -> SmallFile {
        let digest = Insecure.SHA1.hash(data: Array(key.utf8))
        return SmallFile("\(folder)/\(hexadecimal(digest)).json")
    }
}

extension IdentityCenterToken: CustomStringConvertible, CustomReflectable {
    var description: String { "IdentityCenterToken(until \(Timestamp.format(expiresAt)))" }
    var customMirror: Mirror { Mirror(self, children: ["expiresAt": expiresAt]) }
}

/// Two lower-case digits a byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
