import AWSClient
import HTTPTypes

/// A call to one of the endpoints that hand out credentials, repeated a few times where that may help.
struct EndpointCall: Sendable {
    private enum Failure: Error {
        case answered(TransportResponse)
        case transport(TransportError)
    }

    private let call: RetriedCall
    private let transport: any HTTPTransport

    /// - Parameters:
    ///   - attempts: in all.
    ///   - timeout: the longest that one attempt may take.
    ///   - deadline: the longest that attempts and waits may take together.
    init(
        context: CredentialContext, attempts: Int = 3, timeout: Duration = .seconds(2),
        deadline: Duration = .seconds(15)
    ) {
        var policy = RetryPolicy()
        policy.maximumAttempts = attempts
        call = RetriedCall(
            policy: policy, attemptTimeout: timeout, deadline: deadline, environment: context.surroundings)
        transport = context.transport
    }

    /// - Returns: the last answer, whatever its status.
    /// - Throws: why the last attempt had none.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        do throws(RetriedCall.Ending<Failure>) {
            return try await call.run { await attempt(request, timeout: $0.timeout) }
        } catch {
            switch error {
            case .failed(.answered(let response)), .deadlineExceeded(last: .answered(let response)?): return response
            case .failed(.transport(let error)), .deadlineExceeded(last: .transport(let error)?): throw error
            case .deadlineExceeded(last: nil): throw .timeout
            case .cancelled: throw .cancelled
            }
        }
    }

    private func attempt(
        _ request: TransportRequest, timeout: Duration
    ) async -> RetriedCall.Outcome<TransportResponse, Failure> {
        do throws(TransportError) {
            let response = try await transport.send(request, timeout: timeout)
            let status = response.head.status
            if status.code == 429 { return .failure(.answered(response), RetryPolicy.Failure(.throttling)) }
            if status.kind == .serverError { return .failure(.answered(response), RetryPolicy.Failure(.transient)) }
            return .success(response)
        } catch {
            return .failure(.transport(error), RetryPolicy.Failure(error.isTransient ? .transient : .terminal))
        }
    }
}

extension HTTPRequest {
    /// A request to `address`, with a path below the address's own.
    init(_ method: Method, _ address: EndpointAddress, path: String, accept: String = "application/json") {
        self.init(
            method: method, scheme: address.scheme, authority: address.authority, path: address.basePath + path)
        headerFields[.accept] = accept
        headerFields[.userAgent] = "jotop"
    }
}
