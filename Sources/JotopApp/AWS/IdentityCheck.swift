import AWSClient
import ProxyCore
import ServiceLifecycle

/// Asks once, at the start, whose credentials these are. The call needs no permission, and it finds wrong keys, a wrong
/// clock or an unreachable STS before the first request does.
struct IdentityCheck: Service {
    let client: STSClient
    let source: any CredentialProvider
    let region: String
    let events: EventHub
    let time: TimeSource

    func run() async throws {
        await cancelWhenGracefulShutdown { await check() }
        try? await gracefulShutdown()
    }

    private func check() async {
        do throws(STSError) {
            let identity = try await client.getCallerIdentity()
            let expires = try? await source.credentials().expiration
            events.publish(
                .credentialsResolved(
                    CredentialsResolved(
                        time: time.wall(), source: source.name,
                        expires: expires.flatMap { $0 }.map { WallTime($0) },
                        region: region, principal: identity.arn)))
        } catch  where error.isCredentialFault {
            // Without credentials the source itself has told already.
            if case .credentials = error { return }
            events.publish(
                .credentialsFailed(
                    CredentialsFailed(time: time.wall(), source: source.name, message: "GetCallerIdentity: \(error)")))
        } catch {
            // STS is away, which says nothing of the credentials; the first request will tell.
        }
    }
}
