import AWSClient
import ProxyCore
import Synchronization

/// Passes on what a source of credentials answers, and tells the events when that changes.
final class ReportedCredentials: CredentialProvider {
    private enum Report: Equatable {
        case resolved(accessKeyID: String, expires: WallTime?)
        case failed(String)
    }

    private let source: any CredentialProvider
    private let events: EventHub
    private let region: String
    private let time: TimeSource
    private let last = Mutex<Report?>(nil)

    init(_ source: some CredentialProvider, region: String, events: EventHub, time: TimeSource) {
        self.source = source
        self.region = region
        self.time = time
        self.events = events
    }

    var name: String { source.name }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        do throws(CredentialError) {
            let credentials = try await source.credentials()
            let expires = credentials.expiration.map { WallTime($0) }
            report(.resolved(accessKeyID: credentials.accessKeyID, expires: expires))
            return credentials
        } catch {
            report(.failed(error.description))
            throw error
        }
    }

    func rejected(_ credentials: AWSCredentials) async { await source.rejected(credentials) }

    func renew(_ credentials: AWSCredentials) async { await source.renew(credentials) }

    private func report(_ report: Report) {
        let isNew = last.withLock { last in
            defer { last = report }
            return last != report
        }
        guard isNew else { return }
        switch report {
        case .resolved(_, let expires):
            events.publish(
                .credentialsResolved(
                    CredentialsResolved(time: time.wall(), source: name, expires: expires, region: region)))
        case .failed(let message):
            events.publish(.credentialsFailed(CredentialsFailed(time: time.wall(), source: name, message: message)))
        }
    }
}
