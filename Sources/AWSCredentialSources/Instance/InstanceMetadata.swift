package import AWSClient
import HTTPTypes
import Synchronization

/// The metadata service of an EC2 instance, version 2 alone: every question bears the token of a session.
///
/// Keeps the token until its end; any number of questions may be asked at the same time.
package final class InstanceMetadata: Sendable {
    package enum Failure: Error, Sendable, Equatable {
        /// By `AWS_EC2_METADATA_DISABLED`.
        case disabled
        case invalidAddress
        /// No answer even to the request for a token: no instance, or one whose hop limit is too small.
        case noToken(TransportError)
        /// The service, or what stands there, hands out no token.
        case tokenRefused(status: Int)
        case transport(TransportError)
        case status(Int)
        case unreadable
    }

    private struct Token {
        let value: RedactedString
        let address: EndpointAddress
        let end: Duration
    }

    private let context: CredentialContext
    private let token = Mutex<Token?>(nil)

    package init(context: CredentialContext) {
        self.context = context
    }

    /// The text of a page, such as `/latest/meta-data/placement/region`.
    func page(_ path: String, _ settings: InstanceMetadataSettings) async throws(Failure) -> [UInt8] {
        guard !settings.isDisabled else { throw .disabled }
        guard let address = settings.address else { throw .invalidAddress }
        var response = try await get(path, address, settings, token(for: address, settings))
        if response.head.status == .unauthorized {
            // The instance was stopped and started, or moved: its old tokens are void.
            response = try await get(path, address, settings, newToken(address, settings))
        }
        guard response.head.status == .ok else { throw .status(response.head.status.code) }
        return response.body
    }

    private func get(
        _ path: String, _ address: EndpointAddress, _ settings: InstanceMetadataSettings, _ token: RedactedString
    ) async throws(Failure) -> TransportResponse {
        var head = HTTPRequest(.get, address, path: path, accept: "*/*")
        head.headerFields[Self.tokenField] = token.exposed
        do { return try await call(settings).send(TransportRequest(head: head, avoidsProxy: true)) } catch {
            throw .transport(error)
        }
    }

    private func newToken(
        _ address: EndpointAddress, _ settings: InstanceMetadataSettings
    ) async throws(Failure) -> RedactedString {
        var head = HTTPRequest(.put, address, path: "/latest/api/token", accept: "*/*")
        head.headerFields[Self.lifeField] = String(Self.tokenLife)
        let asked = context.surroundings.uptime()
        let response: TransportResponse
        do { response = try await call(settings).send(TransportRequest(head: head, avoidsProxy: true)) } catch {
            throw .noToken(error)
        }
        guard response.head.status == .ok else { throw .tokenRefused(status: response.head.status.code) }
        guard let text = String(validating: response.body, as: UTF8.self), !text.isEmpty, text.utf8.count <= 4096,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .unreadable }
        let life = response.head.headerFields[Self.lifeField].flatMap { UInt16($0) } ?? UInt16(Self.tokenLife)
        let fresh = Token(value: RedactedString(text), address: address, end: asked + .seconds(Int(life)))
        token.withLock { $0 = fresh }
        return fresh.value
    }

    private func token(
        for address: EndpointAddress, _ settings: InstanceMetadataSettings
    ) async throws(Failure) -> RedactedString {
        if let kept = kept(for: address) { return kept }
        return try await newToken(address, settings)
    }

    private func kept(for address: EndpointAddress) -> RedactedString? {
        let now = context.surroundings.uptime()
        return token.withLock { $0.flatMap { $0.address == address && now < $0.end ? $0.value : nil } }
    }

    private func call(_ settings: InstanceMetadataSettings) -> EndpointCall {
        EndpointCall(
            context: context, attempts: settings.attempts, timeout: settings.timeout,
            deadline: max(.seconds(5), settings.timeout))
    }

    /// In seconds; the longest that the service grants.
    private static let tokenLife = 21_600
    private static let tokenField = field("X-aws-ec2-metadata-token")
    private static let lifeField = field("X-aws-ec2-metadata-token-ttl-seconds")

    private static func field(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token of RFC 9110") }
        return name
    }
}

extension InstanceMetadata.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .disabled: "AWS_EC2_METADATA_DISABLED forbids to ask the metadata service"
        case .invalidAddress: "AWS_EC2_METADATA_SERVICE_ENDPOINT is not the address of an HTTP endpoint"
        case .noToken(.timeout):
            "the metadata service gave no token in time: this is no EC2 instance, or a container on one whose hop limit "
                + "is 1"
        case .noToken(let error): "the metadata service is not there: \(error)"
        case .tokenRefused(let status): "the metadata service answered \(status) to the request for a token"
        case .transport(let error): "the metadata service gave no answer: \(error)"
        case .status(let status): "the metadata service answered \(status)"
        case .unreadable: "the metadata service gave an answer that cannot be read"
        }
    }

    package var remedy: String {
        switch self {
        case .disabled: "unset AWS_EC2_METADATA_DISABLED, if this is an EC2 instance with a role"
        case .invalidAddress: "set it to an address such as http://169.254.169.254, or unset it"
        case .noToken(.timeout):
            "in a container on an instance, run `aws ec2 modify-instance-metadata-options --instance-id ID "
                + "--http-put-response-hop-limit 2`; elsewhere, give jotop another source of credentials"
        case .noToken: "give jotop another source of credentials, if this is no EC2 instance"
        case .tokenRefused: "switch the metadata service of the instance on, with version 2"
        case .transport, .status, .unreadable: "try again a little later"
        }
    }
}
