import AWSClient
import Foundation
import Synchronization

/// A source whose searches a test answers one by one.
final class ScriptedSource: CredentialProvider {
    typealias Found = Result<AWSCredentials, CredentialError>

    let name = "scripted"
    private let (searches, searched) = AsyncStream.makeStream(of: CheckedContinuation<Found, Never>.self)
    private let state = Mutex((count: 0, rejected: [String]()))

    /// How many searches have begun.
    var count: Int { state.withLock { $0.count } }
    /// The key ids that were passed on as rejected.
    var rejected: [String] { state.withLock { $0.rejected } }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        state.withLock { $0.count += 1 }
        let found: Found = await withCheckedContinuation { searched.yield($0) }
        return try found.get()
    }

    func rejected(_ credentials: AWSCredentials) async {
        state.withLock { $0.rejected.append(credentials.accessKeyID) }
    }

    /// Waits for the next search and answers it.
    ///
    /// - Parameter before: what happens during the search.
    func answer(_ found: Found, before: () -> Void = {}) async {
        var iterator = searches.makeAsyncIterator()
        guard let search = await iterator.next() else { return }
        before()
        search.resume(returning: found)
    }

    func answer(_ credentials: AWSCredentials, before: () -> Void = {}) async {
        await answer(.success(credentials), before: before)
    }
}

extension AWSCredentials {
    /// Temporary ones that end so many seconds after the manual clock's start; nil for never.
    static func test(_ id: String, ends: Double? = nil) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: id, secretAccessKey: "secret-\(id)", sessionToken: "session-\(id)",
            expiration: ends.map { ManualTime.start.addingTimeInterval($0) }, source: "test")
    }
}

extension CredentialError {
    static func test(_ code: Code = .failed, _ message: String = "it is away") -> CredentialError {
        CredentialError(code, source: "test", message: message, remedy: "wait")
    }
}
