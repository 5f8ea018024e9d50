package import AWSClient

/// The credentials of the role of an EC2 instance (AWS SDKs and Tools Reference Guide, *IMDS credential provider*).
package struct InstanceRoleCredentials: CredentialProvider {
    package let name = "EC2 instance role"
    private let settings: InstanceMetadataSettings
    private let metadata: InstanceMetadata

    package init(_ settings: InstanceMetadataSettings, metadata: InstanceMetadata) {
        self.settings = settings
        self.metadata = metadata
    }

    /// - Throws: `notConfigured` where no service answers, or the instance has no role.
    package func credentials() async throws(CredentialError) -> AWSCredentials {
        let role = try await roleName()
        let body: [UInt8]
        do { body = try await metadata.page(Self.path + role, settings) } catch { throw failure(error) }
        guard let json = JSONValue(parsing: body) else { throw failed("the metadata service's answer is not JSON") }
        if let code = json["Code"]?.text, code != "Success" {
            throw failed("the metadata service has no credentials for the role \(role): \(code.prefix(64))")
        }
        do {
            return try CredentialDocument(json, .endpoint).credentials(from: "\(name) \(role)")
        } catch {
            throw failed("the metadata service's answer \(error)")
        }
    }

    private static let path = "/latest/meta-data/iam/security-credentials/"

    private func roleName() async throws(CredentialError) -> String {
        let body: [UInt8]
        do { body = try await metadata.page(Self.path, settings) } catch {
            guard error == .status(404) else { throw failure(error) }
            throw noRole
        }
        let name = String(decoding: body.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        guard !name.isEmpty else { throw noRole }
        // IAM's own rule for names of roles; anything else would be another path.
        guard name.utf8.count <= 64, name.utf8.allSatisfy(Self.isNameByte), name != ".", name != ".." else {
            throw failed("the metadata service names a role that cannot be one")
        }
        return name
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "+=,.@-_".utf8.contains(byte)
        }
    }

    private var noRole: CredentialError {
        CredentialError(
            .notConfigured, source: name, message: "the instance has no role",
            remedy: "attach an instance profile: `aws ec2 associate-iam-instance-profile`")
    }

    private func failure(_ error: InstanceMetadata.Failure) -> CredentialError {
        let code: CredentialError.Code =
            switch error {
            case .disabled, .noToken, .tokenRefused(400..<500): .notConfigured
            case .invalidAddress: .incomplete
            case .tokenRefused, .transport, .status, .unreadable: .failed
            }
        return CredentialError(code, source: name, message: "\(error)", remedy: error.remedy)
    }

    private func failed(_ message: String) -> CredentialError {
        CredentialError(
            .failed, source: name, message: message,
            remedy: "see that the role of the instance exists and trusts ec2.amazonaws.com, then try again")
    }
}
