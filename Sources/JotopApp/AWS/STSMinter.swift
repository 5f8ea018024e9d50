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
        algorithm = Self.algorithm(settings.algorithm)
        duration = settings.tokenDuration
        tags = Self.tags(settings.tags)
    }

    private static func algorithm(_ algorithm: SigningAlgorithm) -> WebIdentityTokenRequest.SigningAlgorithm {
        algorithm == .es384 ? .es384 : .rs256
    }

    private static func tags(_ tags: [TokenTag]) -> [WebIdentityTokenRequest.Tag] {
        tags.map { WebIdentityTokenRequest.Tag(key: $0.key, value: $0.value) }
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
            audiences: audiences.values,
            algorithm: audiences.traits?.algorithm.map { Self.algorithm($0) } ?? algorithm,
            duration: audiences.traits?.duration ?? duration,
            tags: audiences.traits?.tags.map { Self.tags($0) } ?? tags)
        do throws(STSError) {
            let response = try await client.getWebIdentityToken(request)
            return MintedToken(
                compact: Secret(response.token.exposed), requestID: response.requestID,
                cap: response.cap.map { SessionCap($0) })
        } catch {
            throw MintFailure(error, context: client.remedyContext(request))
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
    ///
    /// - Parameter context: what is known of the call, so that the remedy can be exact.
    init(_ error: STSError, context: RemedyContext = RemedyContext()) {
        let (kind, code) = Self.kindAndCode(of: error)
        let refusal = Self.refusal(in: error)
        let message: String
        switch error {
        case .service(let service): message = service.message
        case .credentials(let cause): message = "\(cause.source): \(cause.explanation)"
        case .configuration(let cause): message = cause.message
        default: message = error.description
        }
        self.init(
            kind: kind, code: code, message: message, requestID: refusal?.requestID,
            remedy: error.remedy(for: context).description)
    }

    private static func kindAndCode(of error: STSError) -> (Kind, String) {
        switch error {
        case .service(let service):
            (error.isDenial || error.isCredentialFault ? .denied : .unavailable, service.code)
        case .credentials: (.unconfigured, "NoCredentials")
        case .configuration: (.unconfigured, "Configuration")
        case .sessionEnding: (.unconfigured, "SessionEnding")
        case .transport(.timeout): (.unavailable, "Timeout")
        case .transport: (.unavailable, "Unreachable")
        case .malformedResponse: (.unavailable, "UnreadableAnswer")
        case .deadlineExceeded(let last): last.map { kindAndCode(of: $0) } ?? (.unavailable, "Timeout")
        }
    }

    /// What the service said, if it came to that.
    private static func refusal(in error: STSError) -> ServiceError? {
        switch error {
        case .service(let service): service
        case .deadlineExceeded(let last?): refusal(in: last)
        default: nil
        }
    }
}
