/// One section of the shared files: a profile, an `sso-session`, or a `services` section.
///
/// Keys are lower case; an empty value counts as absent (AWS SDKs and Tools Reference Guide, *Shared config and
/// credentials files*).
package struct AWSProfile: Sendable, Equatable {
    /// The keys of a user or of a session, taken as a set from one of the two files.
    package struct StaticKeys: Sendable, Equatable {
        package let accessKeyID: String?
        package let secretAccessKey: String?
        package let sessionToken: String?
        /// Which file they stand in: `credentials` or `config`.
        package let file: String

        package init(accessKeyID: String?, secretAccessKey: String?, sessionToken: String?, file: String) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
            self.file = file
        }
    }

    package let name: String
    package let staticKeys: StaticKeys?
    private let values: [String: String]
    private let blocks: [String: [String: String]]

    package init(
        name: String, values: [String: String], blocks: [String: [String: String]] = [:], staticKeys: StaticKeys? = nil
    ) {
        self.name = name
        self.values = values.filter { !$0.value.isEmpty }
        self.blocks = blocks
        self.staticKeys = staticKeys
    }

    /// - Parameter key: in lower case.
    package subscript(key: String) -> String? { values[key] }

    /// The nested `key = value` lines under a key, such as those of `sts =` in a `services` section.
    package func block(_ key: String) -> [String: String] { blocks[key] ?? [:] }
}

extension AWSProfile: CustomStringConvertible, CustomReflectable {
    /// The name alone: values may be secret.
    package var description: String { "AWSProfile(\(name))" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

extension AWSProfile.StaticKeys: CustomStringConvertible, CustomReflectable {
    package var description: String { "StaticKeys(\(accessKeyID ?? "-"), \(file) file)" }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID ?? "-"]) }
}
