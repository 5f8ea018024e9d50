import ProxyCore
import TokenDecoding

/// An issuer's public keys (RFC 7517), those of them that can verify its tokens.
package struct JSONWebKeySet: Sendable {
    /// The bounds on a set, far above that of any issuer.
    package static let maximumSize = 262_144
    package static let maximumCount = 100

    private let keys: [String: VerificationKey]

    /// Reads a set.
    ///
    /// Keys of another kind, for another use, without `kid`, or broken are left out, so that one of them does not make
    /// the others useless. Of two keys with the same `kid` the first counts.
    package init(json: [UInt8]) async throws(JSONWebKeySetError) {
        guard json.count <= Self.maximumSize else { throw .tooLarge }
        guard let document = BoundedJSON.object(json, maximumSize: Self.maximumSize),
            case .array(let members)? = document["keys"]
        else { throw .notAKeySet }
        guard members.count <= Self.maximumCount else { throw .tooLarge }
        var keys: [String: VerificationKey] = [:]
        for member in members {
            guard let kid = member["kid"]?.string, keys[kid] == nil else { continue }
            keys[kid] = await VerificationKey(member)
        }
        self.keys = keys
    }

    /// The identifiers of the usable keys, sorted.
    package var keyIDs: [String] { keys.keys.sorted() }

    /// The key of that `kid`, and no other in its place.
    func key(_ kid: String) -> VerificationKey? { keys[kid] }
}

package enum JSONWebKeySetError: Error, Sendable, Equatable {
    case tooLarge
    case notAKeySet
}

extension JSONWebKeySetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge:
            "the key set has more than \(JSONWebKeySet.maximumCount) keys or \(JSONWebKeySet.maximumSize / 1_024) KiB"
        case .notAKeySet: "the document is not a JSON Web Key Set"
        }
    }
}
