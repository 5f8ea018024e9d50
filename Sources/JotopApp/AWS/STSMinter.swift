import AWSClient
import JotopSettings
import ProxyCore
import TokenService

/// Asks STS for what the cache wants: the only place that knows both.
struct STSMinter: TokenMinter {
    let client: STSClient
    let algorithm: SigningAlgorithm
    let duration: Duration
    let tags: [TokenTag]

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
            audiences: audiences.values, algorithm: algorithm == .es384 ? .es384 : .rs256, duration: duration,
            tags: tags.map { WebIdentityTokenRequest.Tag(key: $0.key, value: $0.value) })
        do throws(STSError) {
            let response = try await client.getWebIdentityToken(request)
            let cap = response.cap.map {
                SessionCap(wanted: $0.wanted, asked: $0.asked, sessionEnds: $0.sessionEnds.map { WallTime($0) })
            }
            return MintedToken(compact: Secret(response.token.exposed), requestID: response.requestID, cap: cap)
        } catch {
            throw MintFailure(error).advised("\(error.remedy(for: client.remedyContext(request)))")
        }
    }
}

extension MintFailure {
    /// The same, with what to do about it.
    fileprivate func advised(_ remedy: String) -> MintFailure {
        MintFailure(kind: kind, code: code, message: message, requestID: requestID, remedy: remedy)
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
