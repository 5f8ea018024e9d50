import AWSClient
import JotopSettings
import ProxyCore
import TokenService

/// Asks STS for what the cache wants: the only place that knows both.
struct STSMinter: TokenMinter {
    private let client: STSClient
    private let algorithm: WebIdentityTokenRequest.SigningAlgorithm
    private let duration: Duration
    private let tags: [WebIdentityTokenRequest.Tag]

    /// - Parameter settings: say what the tokens are like.
    init(client: STSClient, settings: RunSettings) {
        self.client = client
        algorithm = settings.algorithm == .es384 ? .es384 : .rs256
        duration = settings.tokenDuration
        tags = settings.tags.map { WebIdentityTokenRequest.Tag(key: $0.key, value: $0.value) }
    }

    func mint(
        _ audiences: AudienceSet, onRetry: @escaping @Sendable (MintRetry) -> Void
    ) async throws(MintFailure) -> MintedToken {
        let client = client.observed { attempt in
            guard let wait = attempt.retryAfter, let error = attempt.error else { return }
            onRetry(
                MintRetry(
                    attempt: attempt.number, code: MintFailure(error).code, took: attempt.duration, wait: wait))
        }
        let request = WebIdentityTokenRequest(
            audiences: audiences.values, algorithm: algorithm, duration: duration, tags: tags)
        do throws(STSError) {
            let response = try await client.getWebIdentityToken(request)
            return MintedToken(
                compact: Secret(response.token.exposed), requestID: response.requestID,
                cap: response.cap.map { SessionCap($0) })
        } catch {
            throw MintFailure(error)
        }
    }
}

extension SessionCap {
    init(_ cap: WebIdentityTokenResponse.Cap) {
        self.init(wanted: cap.wanted, asked: cap.asked, sessionEnds: cap.sessionEnds.map { WallTime($0) })
    }
}

extension MintFailure {
    /// An error of the STS client in the words of the events.
    init(_ error: STSError) {
        switch error {
        case .service(let service):
            let isRefusal = error.isDenial || error.isCredentialFault
            self.init(
                kind: isRefusal ? .denied : .unavailable, code: service.code, message: service.message,
                requestID: service.requestID)
        case .credentials(let cause):
            self.init(kind: .unconfigured, code: "NoCredentials", message: cause.description)
        case .configuration(let cause):
            self.init(kind: .unconfigured, code: "Configuration", message: cause.description)
        case .sessionEnding:
            self.init(kind: .unconfigured, code: "SessionEnding", message: error.description)
        case .transport(.timeout): self.init(kind: .unavailable, code: "Timeout", message: error.description)
        case .transport: self.init(kind: .unavailable, code: "Unreachable", message: error.description)
        case .malformedResponse:
            self.init(kind: .unavailable, code: "UnreadableAnswer", message: error.description)
        case .deadlineExceeded(let last):
            let cause = last.map(MintFailure.init)
            self.init(
                kind: cause?.kind ?? .unavailable, code: cause?.code ?? "Timeout", message: error.description,
                requestID: cause?.requestID)
        }
    }
}
