import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How one attempt ended.
struct AttemptOutcome {
    let result: Result<STSAnswer, STSError>
    /// Nil for a success.
    let failure: RetryPolicy.Failure?

    var parts: (answer: STSAnswer?, error: STSError?) {
        switch result {
        case .success(let answer): (answer, nil)
        case .failure(let error): (nil, error)
        }
    }
}

extension STSClient {
    /// Signs and sends once, and learns from the answer what time it is over there.
    func attempt(_ form: QueryForm, timeout: Duration) async -> AttemptOutcome {
        let used = configuration.correctsClock ? skew.offset : .zero
        let sent = environment.now()
        do throws(STSError) {
            let request = try await signedRequest(form, at: sent.addingTimeInterval(used / .seconds(1)))
            let response = try await send(request, timeout: timeout)
            let measured = ClockSkew.measure(response.head.headerFields, sent: sent, received: environment.now())
            if let measured { skew.offset = measured }
            return outcome(of: response, to: request, used: used, measured: measured)
        } catch {
            return AttemptOutcome(result: .failure(error), failure: .init(error.kind))
        }
    }

    private func outcome(
        of response: TransportResponse, to request: TransportRequest, used: Duration, measured: Duration?
    ) -> AttemptOutcome {
        do throws(STSError) {
            var answer = try STSAnswer(response)
            answer.clockOffset = skew.offset
            return AttemptOutcome(result: .success(answer), failure: nil)
        } catch {
            let corrected = isCorrected(error, used: used, measured: measured)
            let wish = response.head.headerFields[.amzRetryAfter].flatMap { UInt32($0) }
            return AttemptOutcome(
                result: .failure(error.hiding(secretsOf: request)),
                failure: .init(
                    error.kind, clockWasCorrected: corrected, retryAfter: wish.map { .milliseconds(Int($0)) }))
        }
    }

    /// A refusal that a wrong clock explains, and a measurement that will put it right next time.
    private func isCorrected(_ error: STSError, used: Duration, measured: Duration?) -> Bool {
        guard configuration.correctsClock, case .service(let refusal) = error, refusal.mayBeClockSkew, let measured
        else {
            return false
        }
        return ClockSkew.isSignificant(used, measured)
    }

    private func signedRequest(_ form: QueryForm, at date: Date) async throws(STSError) -> TransportRequest {
        let keys: AWSCredentials
        do { keys = try await credentials.credentials() } catch { throw .credentials(error) }
        let endpoint = configuration.endpoint
        var head = HTTPRequest(
            method: .post, scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path)
        head.headerFields[.contentType] = "application/x-www-form-urlencoded; charset=utf-8"
        head.headerFields[.accept] = "text/xml"
        head.headerFields[.userAgent] = configuration.userAgent
        var request = TransportRequest(head: head, body: Array(form.encoded.utf8))
        SigV4Signer(region: endpoint.region.name, service: "sts").sign(&request, with: keys, at: date)
        return request
    }

    private func send(_ request: TransportRequest, timeout: Duration) async throws(STSError) -> TransportResponse {
        do { return try await transport.send(request, timeout: timeout) } catch { throw .transport(error) }
    }
}
