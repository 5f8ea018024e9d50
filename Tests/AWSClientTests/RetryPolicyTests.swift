import Testing

@testable import AWSClient

@Suite("When to try again")
struct RetryPolicyTests {
    typealias Failure = RetryPolicy.Failure

    @Test(
        "The wait doubles, from 50 ms or for throttling from 1 s, up to 20 s, and is cut by the dice",
        arguments: [
            (Failure(.transient), 1, 1.0, Duration.milliseconds(50)), (Failure(.transient), 2, 1.0, .milliseconds(100)),
            (Failure(.transient), 4, 0.5, .milliseconds(200)), (Failure(.transient), 1, 0.0, .zero),
            (Failure(.throttling), 1, 1.0, .seconds(1)), (Failure(.throttling), 3, 0.25, .seconds(1)),
            (Failure(.throttling), 6, 1.0, .seconds(20)), (Failure(.transient), 90, 1.0, .seconds(20)),
        ])
    func delays(failure: Failure, attempt: Int, random: Double, delay: Duration) {
        var policy = RetryPolicy()
        policy.maximumAttempts = 100
        #expect(policy.decision(after: failure, attempt: attempt, random: random) == .retry(after: delay))
    }

    @Test(
        "The service may ask for a longer wait, within 5 s of ours",
        arguments: [
            (Duration.milliseconds(1), Duration.milliseconds(500)), (.seconds(3), .seconds(3)),
            (.seconds(60), .milliseconds(5_500)),
        ])
    func retryAfter(wish: Duration, delay: Duration) {
        let decision = RetryPolicy().decision(after: Failure(.throttling, retryAfter: wish), attempt: 1, random: 0.5)
        #expect(decision == .retry(after: delay))
    }

    @Test("A terminal failure is final, unless the clock was corrected")
    func terminal() {
        #expect(RetryPolicy().decision(after: Failure(.terminal), attempt: 1, random: 0.5) == .giveUp)
        #expect(
            RetryPolicy().decision(after: Failure(.terminal, clockWasCorrected: true), attempt: 1, random: 0)
                == .retry(after: .zero))
    }

    @Test("The attempts are counted in total", arguments: [1, 2, 3, 7])
    func attempts(maximum: Int) {
        var policy = RetryPolicy()
        policy.maximumAttempts = maximum
        for failure in [Failure(.transient), Failure(.throttling), Failure(.terminal, clockWasCorrected: true)] {
            #expect(policy.decision(after: failure, attempt: maximum, random: 0.5) == .giveUp)
            if maximum > 1 {
                #expect(policy.decision(after: failure, attempt: maximum - 1, random: 0.5) != .giveUp)
            }
        }
    }

    @Test(
        "The code decides, and the status only where it must",
        arguments: [
            ("Throttling", 400, STSError.Kind.throttling), ("RequestLimitExceeded", 503, .throttling),
            ("HTTP 429", 429, .throttling),
            ("InternalFailure", 500, .transient), ("ServiceUnavailable", 503, .transient),
            ("HTTP 502", 502, .transient),
            ("HTTP 504", 504, .transient), ("IDPCommunicationError", 400, .transient),
            ("RequestTimeout", 400, .transient),
            ("HTTP 501", 501, .terminal), ("HTTP 404", 404, .terminal), ("AccessDenied", 403, .terminal),
            ("OutboundWebIdentityFederationDisabledException", 403, .terminal), ("ValidationError", 400, .terminal),
            ("SessionDurationEscalationException", 403, .terminal), ("JWTPayloadSizeExceededException", 400, .terminal),
            ("SignatureDoesNotMatch", 403, .terminal), ("ExpiredToken", 403, .terminal),
        ])
    func kinds(code: String, status: Int, kind: STSError.Kind) {
        let error = STSError.service(ServiceError(code: code, message: "", status: status))
        #expect(error.kind == kind)
    }

    @Test(
        "Of the failures without an answer, only those of the moment are tried again",
        arguments: [
            (STSError.transport(.timeout), true), (.transport(.connectionFailed(reason: "reset")), true),
            (.transport(.unknownHost("x")), false), (.transport(.tlsFailed(reason: "expired")), false),
            (.transport(.bodyTooLarge), false), (.transport(.cancelled), false),
            (.malformedResponse(.missingElement("Expiration")), false), (.deadlineExceeded(last: nil), false),
        ])
    func transport(error: STSError, retryable: Bool) {
        #expect((error.kind != .terminal) == retryable)
    }

    @Test("Denials and faults of the credentials are told apart")
    func denials() {
        func error(_ code: String) -> STSError { .service(ServiceError(code: code, message: "", status: 403)) }
        #expect(error("AccessDenied").isDenial)
        #expect(error("OutboundWebIdentityFederationDisabledException").isDenial)
        #expect(!error("Throttling").isDenial)
        #expect(!error("ExpiredToken").isDenial)
        #expect(error("ExpiredToken").isCredentialFault)
        #expect(!error("AccessDenied").isCredentialFault)
    }
}
