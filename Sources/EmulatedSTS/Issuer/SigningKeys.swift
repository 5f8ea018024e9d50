import Crypto
import CryptoExtras
import ProxyCore
import Synchronization

/// The issuer's keys: a pair for each rotation, the newest pair signs, the newest ``published`` stay published.
final class SigningKeys: Sendable {
    /// One RSA and one P-384 key side by side, as AWS has them.
    struct Pair: Sendable {
        /// Counts up with each rotation.
        let number: Int
        let ecdsa: P384.Signing.PrivateKey
        let rsa = RSAKeySearch()

        init(number: Int) {
            self.number = number
            ecdsa = P384.Signing.PrivateKey()
        }

        func keyID(_ algorithm: SigningAlgorithm) -> String {
            switch algorithm {
            case .rs256: "RSA_\(number)"
            case .es384: "EC384_\(number)"
            }
        }
    }

    /// How many pairs verifiers find: one for each two and a half minutes of the longest life that a token has, and far fewer than
    /// make a set that verifiers refuse.
    static let published = 24

    private let pairs = Mutex([Pair(number: 0)])
    private let looksAhead: Bool

    /// - Parameter looksAhead: whether RSA keys are looked for before anybody needs them.
    init(looksAhead: Bool) {
        self.looksAhead = looksAhead
        if looksAhead { current.rsa.begin() }
    }

    var current: Pair { pairs.withLock { $0[$0.count - 1] } }
    var all: [Pair] { pairs.withLock { $0 } }

    func rotate() {
        pairs.withLock { pairs in
            pairs.append(Pair(number: pairs[pairs.count - 1].number + 1))
            pairs.removeFirst(max(0, pairs.count - Self.published))
        }
        if looksAhead { current.rsa.begin() }
    }
}

/// An RSA key that takes a moment to find: looked for once, in the background, however many ask for it.
final class RSAKeySearch: Sendable {
    private let search = Mutex<Task<_RSA.Signing.PrivateKey, any Error>?>(nil)

    @discardableResult
    func begin() -> Task<_RSA.Signing.PrivateKey, any Error> {
        search.withLock { search in
            let task = search ?? Task.detached { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
            search = task
            return task
        }
    }

    var key: _RSA.Signing.PrivateKey {
        get async throws { try await begin().value }
    }
}
