import AWSClient
import IssuerKeys
import TokenVerification

/// Looks at what verifiers fetch, and puts it into words: the discovery document and the key set.
struct IssuerProbe {
    let issuer: IssuerAddress
    let transport: any HTTPTransport
    /// For each document.
    var timeout = Duration.seconds(5)

    private var documents: IssuerDocuments {
        IssuerDocuments(of: issuer, transport: transport, timeout: timeout)
    }

    /// - Returns: besides the finding, the address of the keys, if that is sound.
    func discover() async -> (Finding, IssuerAddress?) {
        do throws(IssuerFault) {
            let keys = try await documents.keysAddress()
            return (.ok("\(issuer.authority)\(issuer.path)".cut), keys)
        } catch {
            return (error.finding(host: issuer.host), nil)
        }
    }

    /// - Parameter keyID: the key that must be there.
    /// - Returns: besides the finding, the set, if the key is in it.
    func keys(at address: IssuerAddress, for keyID: String?) async -> (Finding, JSONWebKeySet?) {
        let keys: JSONWebKeySet
        do throws(IssuerFault) { keys = try await documents.keys(at: address) } catch {
            return (error.finding(host: address.host), nil)
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
}

extension IssuerProbe {
    /// What to do about a token that no verifier will take.
    static let askSupport = "nothing here can be set to mend that: take the request id of the mint to AWS support"
}

extension IssuerFault {
    fileprivate func finding(host: String) -> Finding {
        switch self {
        case .status(let status):
            .failed("\(host.cut) answered with status \(status)", remedy: IssuerProbe.askSupport)
        case .transport(.bodyTooLarge):
            .failed(
                "\(host.cut) answered with more than \(IssuerDocuments.maximumSize / 1_024) KiB",
                remedy: IssuerProbe.askSupport)
        // Verifiers need the issuer; jotop does not, and it may well run where only STS can be reached.
        case .transport(let error):
            .unknown(
                "cannot be fetched from here: \(error)",
                remedy: "tokens are minted all the same; those who verify them must reach https://\(host)",
                stopsOthers: true)
        case .keySet(let error): .failed("\(error)", remedy: IssuerProbe.askSupport)
        case .keysElsewhere(let authority):
            .failed("\(IssuerFault.keysElsewhere(authority.cut))", remedy: Self.refusedByVerifiers)
        case .noDocument, .otherIssuer, .noKeysAddress:
            .failed("\(self)", remedy: Self.refusedByVerifiers)
        }
    }

    private static let refusedByVerifiers = "verifiers refuse such an issuer; \(IssuerProbe.askSupport)"
}
