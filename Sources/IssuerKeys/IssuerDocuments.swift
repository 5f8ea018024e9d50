package import AWSClient
import HTTPTypes
import ProxyCore
import TokenDecoding
package import TokenVerification

/// Fetches what verifiers fetch: the discovery document and the key set (OpenID Connect Discovery 1.0, section 4).
package struct IssuerDocuments: Sendable {
    package let issuer: IssuerAddress
    private let transport: any HTTPTransport
    /// For each document.
    private let timeout: Duration

    /// The largest document that is read, in bytes: far above that of any issuer.
    package static let maximumSize = 65_536

    private static let path = "/.well-known/openid-configuration"

    package init(of issuer: IssuerAddress, transport: some HTTPTransport, timeout: Duration = .seconds(5)) {
        self.issuer = issuer
        self.transport = transport
        self.timeout = timeout
    }

    /// Where the keys are, as the discovery document says.
    package func keysAddress() async throws(IssuerFault) -> IssuerAddress {
        let document = try await document(issuer, Self.path)
        guard let json = BoundedJSON.object(document, maximumSize: Self.maximumSize) else { throw .noDocument }
        guard json["issuer"]?.string == issuer.text else { throw .otherIssuer }
        guard let keys = json["jwks_uri"]?.string.flatMap({ IssuerAddress($0) }) else { throw .noKeysAddress }
        guard keys.isSameOrigin(as: issuer) else { throw .keysElsewhere(keys.authority) }
        return keys
    }

    /// The key set (RFC 7517) at `address`.
    package func keys(at address: IssuerAddress) async throws(IssuerFault) -> JSONWebKeySet {
        let bytes = try await document(address)
        do throws(JSONWebKeySetError) { return try await JSONWebKeySet(json: bytes) } catch { throw .keySet(error) }
    }

    private func document(_ address: IssuerAddress, _ suffix: String = "") async throws(IssuerFault) -> [UInt8] {
        var request = TransportRequest(head: address.get(suffix), maximumBodySize: Self.maximumSize)
        request.avoidsProxy = address.isOnThisMachine
        let response: TransportResponse
        do throws(TransportError) { response = try await transport.send(request, timeout: timeout) } catch {
            throw .transport(error)
        }
        guard response.head.status == .ok else { throw .status(response.head.status.code) }
        return response.body
    }
}
