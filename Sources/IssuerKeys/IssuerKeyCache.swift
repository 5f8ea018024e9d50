package import AWSClient
package import TokenVerification

/// The key sets of a few issuers, fetched when they are needed and kept for a while.
///
/// Whoever asks for an issuer's keys while they are being fetched waits for that one fetch. A key that is not in the
/// set is looked for once more, since issuers rotate their keys (RFC 7517 leaves it to the verifier; AWS publishes a
/// new key before it signs with it).
package actor IssuerKeyCache {
    /// The most issuers whose keys are kept; the one that was asked for longest ago goes first.
    package static let capacity = 16

    /// An issuer's keys, and where they came from.
    package struct Keys: Sendable {
        package let address: IssuerAddress
        package let set: JSONWebKeySet
    }

    private struct Entry {
        let keys: Keys
        let fetched: ContinuousClock.Instant
        var asked: ContinuousClock.Instant
    }

    private let transport: any HTTPTransport
    private let freshness: KeyFreshness
    private let timeout: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private var entries: [IssuerAddress: Entry] = [:]
    private var fetches: [IssuerAddress: Task<Result<Keys, IssuerFault>, Never>] = [:]

    /// - Parameter timeout: for each of the two documents.
    package init(
        transport: some HTTPTransport, freshness: KeyFreshness = KeyFreshness(), timeout: Duration = .seconds(5),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.transport = transport
        self.freshness = freshness
        self.timeout = timeout
        self.now = now
    }

    /// The issuer's keys, no older than ``KeyFreshness`` allows.
    ///
    /// - Parameter keyID: the key that is needed. It may be missing from the set even so.
    package func keys(of issuer: IssuerAddress, for keyID: String) async throws(IssuerFault) -> Keys {
        let asked = now()
        if var entry = entries[issuer] {
            let hasKey = entry.keys.set.keyIDs.contains(keyID)
            if freshness.isEnough(age: entry.fetched.duration(to: asked), hasKey: hasKey) {
                entry.asked = asked
                entries[issuer] = entry
                return entry.keys
            }
        }
        return try await fetch(issuer).get()
    }

    /// How long ago the keys that are at hand were fetched; nil where there are none.
    package func age(of issuer: IssuerAddress) -> Duration? { entries[issuer]?.fetched.duration(to: now()) }

    private func fetch(_ issuer: IssuerAddress) async -> Result<Keys, IssuerFault> {
        if let running = fetches[issuer] { return await running.value }
        let documents = IssuerDocuments(of: issuer, transport: transport, timeout: timeout)
        // Belongs to all who wait: one of them that gives up takes nothing away from the others.
        let task = Task {
            do throws(IssuerFault) {
                let address = try await documents.keysAddress()
                return Result<Keys, IssuerFault>.success(
                    Keys(address: address, set: try await documents.keys(at: address)))
            } catch {
                return .failure(error)
            }
        }
        fetches[issuer] = task
        let result = await task.value
        fetches[issuer] = nil
        if case .success(let keys) = result { keep(keys, of: issuer) }
        return result
    }

    private func keep(_ keys: Keys, of issuer: IssuerAddress) {
        let time = now()
        entries[issuer] = Entry(keys: keys, fetched: time, asked: time)
        guard entries.count > Self.capacity, let oldest = entries.min(by: { $0.value.asked < $1.value.asked })?.key
        else { return }
        entries[oldest] = nil
    }
}
