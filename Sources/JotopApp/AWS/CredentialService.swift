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
    /// Called when STS has told that they are somebody else's.
    let onPrincipalChange: @Sendable () -> Void

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
        var known: String?
        var isFirst = true
        for await report in kept.reports {
            switch report {
            case .failed(let error, let serving):
                publish(error, serving)
                last = serving
            case .resolved(let keys):
                // Whose they are is told when STS has told it.
                publish(keys, nil)
                if !isFirst, keys.accessKeyID != last?.accessKeyID { onChange() }
                last = keys
                if let arn = await identity(of: keys) {
                    publish(keys, arn)
                    compare(arn, with: known)
                    known = arn
                }
            }
            isFirst = false
        }
    }

    /// Another session of the same role is nobody else.
    private func compare(_ arn: String, with former: String?) {
        guard let former, arn != former else { return }
        if let principal = Principal(arn: arn), principal == Principal(arn: former) { return }
        events.publish(.principalChanged(PrincipalChanged(time: time.wall(), former: former, principal: arn)))
        onPrincipalChange()
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
                    isTemporary: keys.sessionToken != nil, region: region, principal: principal)))
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
