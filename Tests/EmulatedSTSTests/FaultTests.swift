import AWSClient
import Synchronization
import Testing

@testable import EmulatedSTS

@Suite("The client against a service that fails")
struct FaultTests {
    private let request = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384)

    @Test(
        "One failure of the passing kind is survived",
        arguments: [
            STSFaults.Fault.throttle, .internalFailure, .unavailable, .hang, .closeEarly, .reset, .pieces(of: 7),
            .mislabelled,
        ])
    func survived(fault: STSFaults.Fault) async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.next(fault) }
            let client = try emulation.client {
                if fault == .hang { $0.attemptTimeout = .milliseconds(300) }
                $0.retries.maximumAttempts = 50
            }
            let response = try await client.getWebIdentityToken(request)
            #expect(response.token.exposed.split(separator: ".").count == 3)
        }
    }

    @Test(
        "A failure that lasts ends in its error, after three attempts",
        arguments: [
            (STSFaults.Fault.throttle, "Throttling"), (.internalFailure, "InternalFailure"), (.unavailable, "HTTP 503"),
        ])
    func lasting(fault: STSFaults.Fault, code: String) async throws {
        let attempts = Mutex(0)
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.lasting = fault }
            let client = try emulation.client(onAttempt: { _ in attempts.withLock { $0 += 1 } })
            #expect(try await stsFailure { _ = try await client.getWebIdentityToken(request) }?.code == code)
            emulation.sts.changeFaults { $0.lasting = nil }
            _ = try await client.getWebIdentityToken(request)
        }
        #expect(attempts.withLock { $0 } == 4)
    }

    @Test(
        "A session that is over, or a key that is gone, ends in its error at once if there are no other credentials",
        arguments: [
            (STSFaults.Fault.expiredToken, "ExpiredToken"), (.invalidClientTokenID, "InvalidClientTokenId"),
        ])
    func stale(fault: STSFaults.Fault, code: String) async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.next(fault) }
            let error = try await stsFailure { _ = try await emulation.client().getWebIdentityToken(request) }
            #expect(error?.code == code)
            #expect(error?.remedy().text.isEmpty == false)
            #expect(emulation.sts.outcomes == [code: 1])
        }
    }

    @Test("A clock that is an hour off costs one attempt", arguments: [Duration.seconds(3_600), .seconds(-3_600)])
    func clock(offset: Duration) async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.clockOffset = offset }
            let client = try emulation.client()
            for _ in 1...2 { _ = try await client.getWebIdentityToken(request) }
            #expect(emulation.sts.outcomes == ["SignatureDoesNotMatch": 1, "Success": 2])
            let measured = try #require(client.clockOffset)
            #expect(max(measured - offset, offset - measured) < .seconds(60))
            let uncorrected = try emulation.client { $0.correctsClock = false }
            let error = try await stsFailure { _ = try await uncorrected.getCallerIdentity() }
            #expect(error?.code == "SignatureDoesNotMatch")
            #expect(error?.remedy(for: uncorrected.remedyContext()).text.contains("clock") == true)
        }
    }

    @Test("A broken connection that lasts ends in its error", arguments: [STSFaults.Fault.closeEarly, .reset])
    func broken(fault: STSFaults.Fault) async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.lasting = fault }
            let error = try await stsFailure { _ = try await emulation.client().getWebIdentityToken(request) }
            guard case .transport(.connectionFailed)? = error else { return #expect(Bool(false), "\(error as Any)") }
        }
    }

    @Test("A service that hangs costs the deadline, not more")
    func hang() async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.lasting = .hang }
            let client = try emulation.client {
                $0.attemptTimeout = .milliseconds(100)
                $0.deadline = .milliseconds(250)
                $0.retries.maximumAttempts = 100
            }
            let error = try await stsFailure { _ = try await client.getWebIdentityToken(request) }
            #expect(error == .deadlineExceeded(last: .transport(.timeout)))
        }
    }

    @Test("A cancelled call ends at once")
    func cancellation() async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.lasting = .hang }
            let client = try emulation.client()
            let call = Task { try await stsFailure { _ = try await client.getWebIdentityToken(request) } }
            call.cancel()
            #expect(try await call.value == .transport(.cancelled))
        }
    }

    @Test(
        "An answer that is none ends in a typed error at once",
        arguments: [
            (STSFaults.Fault.cutXML, STSError.malformedResponse(.xml(.notWellFormed))),
            (.webPage, .malformedResponse(.xml(.notWellFormed))), (.hugeBody(1 << 20), .transport(.bodyTooLarge)),
        ])
    func unreadable(fault: STSFaults.Fault, expected: STSError) async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.next(fault) }
            let error = try await stsFailure { _ = try await emulation.client().getWebIdentityToken(request) }
            #expect(error == expected)
            #expect(emulation.sts.outcomes.values.reduce(0, +) == 1)
        }
    }

    @Test("A service that is slow still answers")
    func latency() async throws {
        try await Emulation.run({ $0.latency = .milliseconds(50) }) { emulation in
            let start = ContinuousClock.now
            _ = try await emulation.client().getCallerIdentity()
            #expect(ContinuousClock.now - start >= .milliseconds(50))
        }
    }

    @Test("A port where nobody listens is a connection that failed")
    func nobody() async throws {
        let client = try await Emulation.run { try $0.client() }
        let error = try await stsFailure { _ = try await client.getCallerIdentity() }
        guard case .transport(.connectionFailed)? = error else { return #expect(Bool(false), "\(error as Any)") }
    }
}
