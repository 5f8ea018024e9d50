import AWSClient
import HTTPTypes
import ProxyCore
import TokenDecoding
import TokenVerification

/// Fetches what verifiers fetch: the discovery document and the key set (OpenID Connect Discovery 1.0).
struct IssuerProbe {
    let issuer: IssuerAddress
    let transport: any HTTPTransport
    /// For each document.
    var timeout = Duration.seconds(5)

    /// The largest document that is read, in bytes: far above that of any issuer.
    static let maximumSize = 65_536

    private static let path = "/.well-known/openid-configuration"

    /// - Returns: besides the finding, the address of the keys, if that is sound.
    func discover() async -> (Finding, IssuerAddress?) {
        switch await document(issuer, Self.path) {
        case .failure(let fault): return (fault.finding(host: issuer.host), nil)
        case .success(let document): return read(document)
        }
    }

    private func read(_ document: [UInt8]) -> (Finding, IssuerAddress?) {
        func refused(_ reason: String) -> (Finding, IssuerAddress?) {
            (.failed(reason, remedy: "verifiers refuse such an issuer; \(IssuerAddress.askSupport)"), nil)
        }
        guard let json = BoundedJSON.object(document, maximumSize: Self.maximumSize) else {
            return refused("the discovery document is not a JSON object")
        }
        guard let named = json["issuer"]?.string, named == issuer.text else {
            return refused("the discovery document names another issuer than iss")
        }
        guard let text = json["jwks_uri"]?.string, let keys = IssuerAddress(text) else {
            return refused("the discovery document names no https address of keys")
        }
        guard keys.isSameOrigin(as: issuer) else {
            return refused(
                "the discovery document names keys at another host, \(keys.authority.cut), which AWS never does")
        }
        return (.ok("\(issuer.authority)\(issuer.path)".cut), keys)
    }

    /// - Parameter keyID: the key that must be there.
    /// - Returns: besides the finding, the set, if the key is in it.
    func keys(at address: IssuerAddress, for keyID: String?) async -> (Finding, JSONWebKeySet?) {
        let bytes: [UInt8]
        switch await document(address) {
        case .failure(let fault): return (fault.finding(host: address.host), nil)
        case .success(let document): bytes = document
        }
        let keys: JSONWebKeySet
        do throws(JSONWebKeySetError) { keys = try await JSONWebKeySet(json: bytes) } catch {
            return (.failed("\(error)", remedy: IssuerAddress.askSupport), nil)
        }
        let names = Self.list(keys.keyIDs)
        guard let keyID, keys.keyIDs.contains(keyID) else {
            return (
                .failed(
                    "the token's key \((keyID ?? "-").cut) is not among those published: \(names)",
                    remedy: "keys rotate: run jotop doctor again in a minute"), nil
            )
        }
        return (.ok("\(names); the token's is \(keyID.cut)"), keys)
    }

    /// A set may have many keys, and their names may be long.
    private static func list(_ names: [String]) -> String { names.map(\.cut).joined(separator: ", ").cut }

    private func document(_ address: IssuerAddress, _ suffix: String = "") async -> Result<[UInt8], DocumentFault> {
        var request = TransportRequest(head: address.get(suffix), maximumBodySize: Self.maximumSize)
        request.avoidsProxy = address.isOnThisMachine
        do throws(TransportError) {
            let response = try await transport.send(request, timeout: timeout)
            guard response.head.status == .ok else { return .failure(.status(response.head.status.code)) }
            return .success(response.body)
        } catch {
            return .failure(.transport(error))
        }
    }
}

/// Why a document was not had.
enum DocumentFault: Error {
    case status(Int)
    case transport(TransportError)

    func finding(host: String) -> Finding {
        switch self {
        case .status(let status):
            .failed("\(host.cut) answered with status \(status)", remedy: IssuerAddress.askSupport)
        case .transport(.bodyTooLarge):
            .failed("\(host.cut) answered with more than 64 KiB", remedy: IssuerAddress.askSupport)
        // Verifiers need the issuer; jotop does not, and it may well run where only STS can be reached.
        case .transport(let error):
            .unknown(
                "cannot be fetched from here: \(error)",
                remedy: "tokens are minted all the same; those who verify them must reach https://\(host)",
                stopsOthers: true)
        }
    }
}
