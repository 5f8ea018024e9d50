/// A role that may be assumed.
package struct EmulatedRole: Sendable {
    /// The IAM ARN, path and all.
    package var arn: String
    /// Whom the trust policy names: ARNs of users, roles or sessions, `arn:…:root` for a whole account, `*` for anybody.
    package var trusted: [String]
    /// Must come with the call, if the trust policy asks for it.
    package var externalID: String?
    /// The devices by serial number, and the code that each shows; one of them must come with the call.
    package var mfaCodes: [String: String] = [:]
    /// The longest session, 1 h to 12 h.
    package var maximumDuration: Duration = .seconds(3_600)
    /// Whether the role trusts the tokens of ``EmulatedSTS/Configuration/webIdentities``.
    package var trustsWebIdentity = false
    package var tags: [String: String] = [:]

    package init(arn: String, trusted: [String] = []) {
        self.arn = arn
        self.trusted = trusted
    }

    func trusts(_ caller: EmulatedPrincipal) -> Bool {
        let names = [
            "*", caller.arn, caller.callerARN, caller.account, "arn:\(caller.partition):iam::\(caller.account):root",
        ]
        return trusted.contains { names.contains($0) }
    }
}

/// A token of an identity provider that the emulated account knows.
package enum EmulatedWebIdentity: Sendable, Equatable {
    /// A good one, of that subject.
    case subject(String)
    /// One that was good.
    case expired
}
