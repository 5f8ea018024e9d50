import AWSClient
import ProxyCore
package import TokenDecoding
package import TokenVerification

/// Checks a token's signature against the keys that its issuer publishes now.
package struct SignatureVerifier: Sendable {
    private let trust: IssuerTrust
    private let cache: IssuerKeyCache

    package init(trust: IssuerTrust, cache: IssuerKeyCache) {
        self.trust = trust
        self.cache = cache
    }

    /// What came of it. Not being able to check is no verdict on the token.
    package enum Outcome: Sendable, Equatable {
        /// - Parameter keys: where the keys came from.
        case valid(keyID: String, keys: String)
        case invalid(VerificationFailure)
        case unchecked(Obstacle)
    }

    /// Why a signature could not be checked.
    package enum Obstacle: Sendable, Equatable {
        /// The token names no issuer at all.
        case noIssuer
        /// It is neither of AWS's form nor named by the user, so nothing was fetched from it.
        case untrustedIssuer(String)
        case issuer(IssuerFault)
    }

    /// What came of it, and how old the keys are that were looked at.
    package func examine(_ token: CompactToken) async -> (outcome: Outcome, keysAge: Duration?) {
        let outcome = await verify(token)
        guard let issuer = token.claims["iss"]?.string, let address = trust.address(of: issuer) else {
            return (outcome, nil)
        }
        return (outcome, await cache.age(of: address))
    }

    /// Fetches the issuer's keys, unless they are at hand, and verifies. What no key could verify needs none.
    package func verify(_ token: CompactToken) async -> Outcome {
        do throws(VerificationFailure) { try JWTVerifier.checkAlgorithm(of: token) } catch { return .invalid(error) }
        guard let issuer = token.claims["iss"]?.string else { return .unchecked(.noIssuer) }
        guard let address = trust.address(of: issuer) else { return .unchecked(.untrustedIssuer(issuer)) }
        guard let keyID = token.header["kid"]?.string else { return .invalid(.missingKeyID) }
        do throws(IssuerFault) {
            let keys = try await cache.keys(of: address, for: keyID)
            do throws(VerificationFailure) { try JWTVerifier.checkSignature(of: token, keys: keys.set) } catch {
                return .invalid(error)
            }
            return .valid(keyID: keyID, keys: keys.address.text)
        } catch {
            return .unchecked(.issuer(error))
        }
    }
}

extension SignatureVerifier.Obstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noIssuer: "the token names no issuer"
        case .untrustedIssuer(let issuer): "the issuer \(issuer) is not one of AWS's, so nothing was fetched from it"
        case .issuer(let fault): "\(fault)"
        }
    }

    /// What can be done about it, in words; nil where nothing can.
    package var remedy: String? {
        switch self {
        case .noIssuer: nil
        case .untrustedIssuer(let issuer): "if it is yours, name it: --issuer \(issuer)"
        case .issuer(.transport(.bodyTooLarge)), .issuer(.keySet(.tooLarge)):
            "jotop reads \(IssuerDocuments.maximumSize / 1_024) KiB and \(JSONWebKeySet.maximumCount) keys, far above what AWS's issuers "
                + "have: look whether a proxy answers in the issuer's place, or have the issuer publish fewer keys"
        case .issuer(.transport):
            "verifiers must reach the issuer; see HTTPS_PROXY and AWS_CA_BUNDLE for the way from here"
        case .issuer: "AWS's issuers answer otherwise: take the token's iss to whoever runs that issuer"
        }
    }
}
