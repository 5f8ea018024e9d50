import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One call on its way through its attempts.
struct QueryCall {
    let form: QueryForm
    var isSigned = true
    /// The codes that pass in this call, but are final in others.
    var transients: Set<String> = []
    /// The keys of the last attempt.
    private(set) var keys: AWSCredentials?
    /// How long the call has waited for credentials, which does not count against its deadline.
    private(set) var waited: Duration = .zero
    /// The keys for the next attempt, where they are known already.
    private var next: AWSCredentials?
    /// Credentials are resolved anew once in a call: what the second ones meet is the truth.
    private var hasRejected = false
    private let client: QueryClient

    typealias Outcome = RetriedCall.Outcome<QueryAnswer, STSError>

    /// - Parameter keys: for the first attempt; without them the client's provider is asked.
    init(_ form: QueryForm, of client: QueryClient, keys: AWSCredentials? = nil) {
        self.form = form
        self.client = client
        next = keys
    }

    /// Signs and sends once, and learns from the answer what time it is over there.
    mutating func attempt(_ attempt: RetriedCall.Attempt) async -> Outcome {
        let waitedBefore = waited
        let outcome = await exchange(attempt)
        guard case .failure(let error, var failure) = outcome else { return outcome }
        failure.uncounted = waited - waitedBefore
        return .failure(error, failure)
    }

    private mutating func exchange(_ attempt: RetriedCall.Attempt) async -> Outcome {
        let used = client.configuration.correctsClock ? client.clock.offset ?? .zero : .zero
        do throws(STSError) {
            if isSigned { keys = try await resolve() }
            let sent = client.environment.now()
            let request = request(at: sent.addingTimeInterval(used / .seconds(1)))
            let response = try await send(request, timeout: attempt.timeout)
            let measured = measure(response, sent: sent)
            return await outcome(of: response, to: request, used: used, measured: measured)
        } catch {
            return .failure(error, .init(error.kind))
        }
    }

    private mutating func resolve() async throws(STSError) -> AWSCredentials {
        if let known = next {
            next = nil
            return known
        }
        return try await awaitKeys()
    }

    private mutating func awaitKeys() async throws(STSError) -> AWSCredentials {
        let began = client.environment.uptime()
        defer { waited += client.environment.uptime() - began }
        return try await client.keys(within: client.configuration.credentialPatience)
    }

    private func request(at date: Date) -> TransportRequest {
        let (configuration, endpoint) = (client.configuration, client.configuration.endpoint)
        var head = HTTPRequest(
            method: .post, scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path)
        head.headerFields[.contentType] = "application/x-www-form-urlencoded; charset=utf-8"
        head.headerFields[.accept] = "text/xml"
        head.headerFields[.userAgent] = configuration.userAgent
        var request = TransportRequest(head: head, body: Array(form.encoded.utf8))
        if isSigned, let keys {
            SigV4Signer(region: endpoint.signingRegion, service: configuration.service)
                .sign(&request, with: keys, at: date)
        }
        return request
    }

    private func send(_ request: TransportRequest, timeout: Duration) async throws(STSError) -> TransportResponse {
        do { return try await client.transport.send(request, timeout: timeout) } catch { throw .transport(error) }
    }

    private func measure(_ response: TransportResponse, sent: Date) -> Duration? {
        let received = client.environment.now()
        let measured = ClockSkew.measure(response.head.headerFields, sent: sent, received: received)
        if let measured { client.clock.measured(measured, received: received, uptime: client.environment.uptime()) }
        return measured
    }
}

// MARK: - What an answer means

extension QueryCall {
    private mutating func outcome(
        of response: TransportResponse, to request: TransportRequest, used: Duration, measured: Duration?
    ) async -> Outcome {
        do throws(STSError) {
            var answer = try QueryAnswer(response, hiding: SecretsOfRequest(request, and: form.secrets))
            answer.clockOffset = client.clock.offset ?? .zero
            if isSigned, let keys { await client.credentials.accepted(keys) }
            return .success(answer)
        } catch {
            var failure = RetryPolicy.Failure(kind(of: error))
            failure.clockWasCorrected = isCorrected(error, used: used, measured: measured)
            failure.retryAfter = response.head.headerFields[.amzRetryAfter].flatMap { UInt32($0) }
                .map { .milliseconds(Int($0)) }
            return await renewing(error, failure)
        }
    }

    private func kind(of error: STSError) -> RetryPolicy.Kind {
        if case .service(let refusal) = error, transients.contains(refusal.code) { return .transient }
        return error.kind
    }

    /// A refusal that a wrong clock explains, and a measurement that will put it right next time.
    private func isCorrected(_ error: STSError, used: Duration, measured: Duration?) -> Bool {
        guard client.configuration.correctsClock, isSigned, case .service(let refusal) = error,
            refusal.mayBeClockSkew, let measured
        else { return false }
        return ClockSkew.isSignificant(used, measured)
    }

    /// Where the service no longer knows the keys, others are looked for, once in a call.
    private mutating func renewing(
        _ error: STSError, _ failure: RetryPolicy.Failure
    ) async -> Outcome {
        guard isSigned, !hasRejected, error.isStaleCredentials, let keys else { return .failure(error, failure) }
        hasRejected = true
        await client.credentials.rejected(keys)
        do throws(STSError) {
            let fresh = try await awaitKeys()
            guard !fresh.isSame(as: keys) else { return .failure(error, failure) }
            next = fresh
            var failure = failure
            failure.credentialsWereRenewed = true
            return .failure(error, failure)
        } catch {
            // Why there are no others says more than that these are over.
            return .failure(error, .init(.terminal))
        }
    }
}
