import AWSClient
import Foundation
import ProxyCore
import ServiceLifecycle

/// Renews credentials ahead of their end, and tells the events of each change: where they come from, whose they are
/// (`GetCallerIdentity`, which needs no permission), when they end.
struct CredentialService: Service {
    let kept: KeptCredentials
    let client: STSClient
    let region: String
    let events: EventHub
    let time: TimeSource
    /// Called when other keys sign from now on.
    let onChange: @Sendable () -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await kept.cached.run() }
                // The first search: nobody has asked yet.
                group.addTask { _ = try? await kept.cached.credentials() }
                await tell()
            }
        }
        try? await gracefulShutdown()
    }

    private func tell() async {
        var last: AWSCredentials?
        var principal: String?
        var isFirst = true
        for await report in kept.reports {
            switch report {
            case .failed(let error, let serving):
                publish(error, serving)
                last = serving
            case .resolved(let keys):
                // Another session of the same source is somebody else only if STS says so.
                principal = keys.source == last?.source ? principal : nil
                publish(keys, principal)
                if !isFirst, keys.accessKeyID != last?.accessKeyID { onChange() }
                let found = await identity(of: keys)
                if let found, found != principal { publish(keys, found) }
                (principal, last) = (found ?? principal, keys)
            }
            isFirst = false
        }
    }

    /// - Returns: nil where STS does not tell; the reason is told where it lies with the keys.
    private func identity(of keys: AWSCredentials) async -> String? {
        do throws(STSError) {
            return try await client.getCallerIdentity().arn
        } catch {
            // Without credentials the search itself has told already; with STS away, the first request will tell.
            if case .service = error, error.isCredentialFault {
                events.publish(
                    .credentialsFailed(
                        CredentialsFailed(
                            time: time.wall(), source: keys.source, message: "GetCallerIdentity: \(error)",
                            remedy: error.remedy(for: client.remedyContext()).description)))
            }
            return nil
        }
    }

    private func publish(_ keys: AWSCredentials, _ principal: String?) {
        events.publish(
            .credentialsResolved(
                CredentialsResolved(
                    time: time.wall(), source: keys.source, expires: keys.expiration.map { WallTime($0) },
                    region: region, principal: principal)))
    }

    private func publish(_ error: CredentialError, _ serving: AWSCredentials?) {
        events.publish(
            .credentialsFailed(
                CredentialsFailed(
                    time: time.wall(), source: error.source, message: error.explanation, remedy: error.remedy,
                    servingUntil: serving?.expiration.map { WallTime($0) })))
    }
}

extension CredentialError {
    /// What is wrong; of a chain, also why each source gave nothing.
    var explanation: String { ([message] + causes.map { "\($0.source): \($0.message)" }).joined(separator: "; ") }
}
