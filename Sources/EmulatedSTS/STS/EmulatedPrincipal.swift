import Crypto
package import ProxyCore

/// An IAM user or role session that may sign calls.
package struct EmulatedPrincipal: Sendable {
    package struct Organization: Sendable {
        package var id: String
        /// Ends in `/`.
        package var path: String

        package init(id: String, path: String) {
            self.id = id
            self.path = path
        }
    }

    package var accessKeyID: String
    package var secretAccessKey: Secret
    /// Must come with every call of a session, and with none of a long-lived key.
    package var sessionToken: Secret?
    /// The IAM ARN of the user or role, path and all: the token's `sub`.
    package var arn: String
    /// The name of a role's session.
    package var sessionName: String?
    /// The end of the session: its calls fail after it, and no token may outlive it.
    package var sessionExpiration: WallTime?
    package var tags: [String: String] = [:]
    package var organization: Organization?

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, arn: String,
        sessionName: String? = nil, sessionExpiration: WallTime? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = Secret(secretAccessKey)
        self.sessionToken = sessionToken.map(Secret.init)
        self.arn = arn
        self.sessionName = sessionName
        self.sessionExpiration = sessionExpiration
    }
}

// MARK: - What follows from the ARN

extension EmulatedPrincipal {
    /// `arn:partition:iam::account:kind/path/name`
    private var parts: [Substring] { arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false) }

    package var partition: String { parts.count > 1 ? String(parts[1]) : "aws" }
    package var account: String { parts.count > 4 ? String(parts[4]) : "000000000000" }

    private var name: Substring { arn.split(separator: "/").last ?? "" }

    /// The ARN that calls are made under: of a role's session, the session's own.
    package var callerARN: String {
        guard let sessionName else { return arn }
        return "arn:\(partition):sts::\(account):assumed-role/\(name)/\(sessionName)"
    }

    /// The unique id, made from the ARN so that it stays the same.
    package var userID: String {
        let digits = SHA256.hash(data: Array(arn.utf8)).prefix(8).map { String($0 % 36, radix: 36) }.joined()
        let id = digits.uppercased() + "EXAMPLE"
        return sessionName.map { "AROA\(id):\($0)" } ?? "AIDA\(id)"
    }
}
