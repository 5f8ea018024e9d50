import JWTKit
import ProxyCore

/// A public key and the one algorithm that it verifies.
struct VerificationKey: Sendable {
    /// The algorithms that AWS signs with; whatever else a header names is refused.
    enum Algorithm: String, Sendable {
        case rs256 = "RS256"
        case es384 = "ES384"
    }

    let algorithm: Algorithm
    private let verifier: any JWTAlgorithm

    /// - Parameter key: a JWK. `alg` may be missing, so the algorithm follows from `kty` and `crv`.
    /// - Returns: nil if the key is of no use here.
    init?(_ key: JSONValue) async {
        guard key["use"]?.string ?? "sig" == "sig", let algorithm = Self.algorithm(of: key),
            key["alg"]?.string ?? algorithm.rawValue == algorithm.rawValue,
            let verifier = try? await Self.verifier(key, algorithm)
        else { return nil }
        self.algorithm = algorithm
        self.verifier = verifier
    }

    func verifies(_ signature: [UInt8], of input: [UInt8]) -> Bool {
        (try? verifier.verify(signature, signs: input)) ?? false
    }

    private static func algorithm(of key: JSONValue) -> Algorithm? {
        switch (key["kty"]?.string, key["crv"]?.string) {
        case ("RSA", nil): .rs256
        case ("EC", "P-384"): .es384
        default: nil
        }
    }

    /// JWTKit hands out a verifier only from a collection of keys; this one holds a single key, so that its fallback to
    /// another key has nothing to fall back to.
    private static func verifier(_ key: JSONValue, _ algorithm: Algorithm) async throws -> (any JWTAlgorithm)? {
        let collection = JWTKeyCollection()
        switch algorithm {
        case .rs256:
            guard let modulus = key["n"]?.string, let exponent = key["e"]?.string else { return nil }
            let publicKey = try Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent)
            await collection.add(rsa: publicKey, digestAlgorithm: .sha256)
        case .es384:
            guard let x = key["x"]?.string, let y = key["y"]?.string else { return nil }
            await collection.add(ecdsa: try ES384PublicKey(parameters: (x: x, y: y)))
        }
        return try await collection.getKey()
    }
}
