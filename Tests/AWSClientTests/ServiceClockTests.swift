import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import AWSClient

@Suite("The service's clock")
struct ServiceClockTests {
    private static func date(_ seconds: Double) -> Date { ManualTime.start.addingTimeInterval(seconds) }

    @Test(
        "The offset is the service's date against the middle of the trip; what tells nothing is ignored",
        arguments: [
            // service's date, received, Age, offset; all in seconds from the sending
            (1.0, 2.0, false, 0.0 as Double?), (301, 2, false, 300), (121, 2, false, 120), (-299, 2, false, -300),
            (305, 10, false, 300), (450, 900, false, 0), (600, 901, false, nil), (-17_279, 2, true, nil),
            (nil, 2, false, nil), (0, -1, false, nil),
        ] as [(Double?, Double, Bool, Double?)])
    func measured(service: Double?, received: Double, isAged: Bool, offset: Double?) {
        var fields = HTTPFields()
        fields[.date] = service.map { HTTPDate.format(Self.date($0)) }
        fields[.age] = isAged ? "17280" : nil
        let measured = ClockSkew.measure(fields, sent: Self.date(0), received: Self.date(received))
        #expect(measured == offset.map { .seconds($0) })
    }

    /// What happens in one attempt, and what must be signed and known after it.
    struct Attempt: Sendable {
        let code: String?
        /// The service's clock against ours; nil for an answer without a date.
        let offset: Int?
        let signedAhead: Int
        let known: Int?
    }

    @Test(
        "Conversations: what is signed when, and what is known afterwards",
        arguments: [
            [Attempt(code: nil, offset: 0, signedAhead: 0, known: 0)],
            // A definite clock error is repeated with the new offset, which the next call keeps.
            [
                Attempt(code: "RequestTimeTooSkewed", offset: 300, signedAhead: 0, known: 300),
                Attempt(code: nil, offset: 300, signedAhead: 300, known: 300),
                Attempt(code: nil, offset: 300, signedAhead: 300, known: 300),
            ],
            // A success that tells another time corrects without an error.
            [
                Attempt(code: nil, offset: 300, signedAhead: 0, known: 300),
                Attempt(code: nil, offset: 0, signedAhead: 300, known: 0),
                Attempt(code: nil, offset: 0, signedAhead: 0, known: 0),
            ],
            // A refusal that needs no retry teaches the time, too.
            [
                Attempt(code: "AccessDenied", offset: 120, signedAhead: 0, known: 120),
                Attempt(code: nil, offset: 120, signedAhead: 120, known: 120),
            ],
            // Below four minutes the clock is not the reason.
            [
                Attempt(code: "SignatureDoesNotMatch", offset: 239, signedAhead: 0, known: 239),
                Attempt(code: nil, offset: 239, signedAhead: 239, known: 239),
            ],
            // An answer without a date leaves what is known.
            [
                Attempt(code: nil, offset: 300, signedAhead: 0, known: 300),
                Attempt(code: "Throttling", offset: nil, signedAhead: 300, known: 300),
                Attempt(code: nil, offset: 300, signedAhead: 300, known: 300),
            ],
            // A correction that has become wrong is healed by the refusal that it causes.
            [
                Attempt(code: nil, offset: 3_600, signedAhead: 0, known: 3_600),
                Attempt(code: "SignatureDoesNotMatch", offset: 0, signedAhead: 3_600, known: 0),
                Attempt(code: nil, offset: 0, signedAhead: 0, known: 0),
            ],
        ])
    func conversation(attempts: [Attempt]) async throws {
        let clock = ServiceClock()
        let service = SteppingService(attempts, clock)
        let configuration = STSClient.Configuration(endpoint: STSEndpoint(region: try AWSRegion("eu-west-1")))
        let client = STSClient(
            configuration, credentials: StaticCredentials(), transport: service,
            environment: ManualTime().environment(waiting: false), clock: clock)
        while service.done < attempts.count { _ = try? await client.getCallerIdentity() }
        #expect(service.signedAhead == attempts.map(\.signedAhead))
        let known = [nil] + attempts.dropLast().map { $0.known.map { Duration.seconds($0) } }
        #expect(service.known == known)
        #expect(client.clockOffset == attempts.last?.known.map { .seconds($0) })
    }

    @Test("News of the clock are told: the first, and each that differs by a second or more")
    func news() {
        let told = Mutex<[Duration]>([])
        let clock = ServiceClock { offset in told.withLock { $0.append(offset) } }
        for offset in [0.2, 0.9, -0.5, 1.3, 1.9, 61] {
            clock.measured(.seconds(offset), received: Self.date(0), uptime: .zero)
        }
        #expect(told.withLock { $0 } == [.seconds(0.2), .seconds(1.3), .seconds(61)])
        #expect(clock.offset == .seconds(61))
    }

    @Test(
        "Lifetimes are judged by it, counted on by the clock that never jumps; noise lengthens none",
        arguments: [(3_600.0, 3_600.0), (-3_600, -3_600), (1, 1), (-1.5, 0), (-2, -2)])
    func lifetimes(offset: Double, applied: Double) {
        let wall = Mutex(Self.date(0))
        let uptime = Mutex(Duration.seconds(100))
        let environment = STSClient.Environment(
            now: { wall.withLock { $0 } }, sleep: { _ in }, random: { 0 }, uptime: { uptime.withLock { $0 } })
        let clock = ServiceClock()
        #expect(clock.now(environment) == Self.date(0))
        clock.measured(.seconds(offset), received: Self.date(0), uptime: .seconds(100))
        // Somebody sets our wall clock back; ten seconds pass.
        wall.withLock { $0 = Self.date(-86_400) }
        uptime.withLock { $0 = .seconds(110) }
        #expect(clock.now(environment) == Self.date(applied + 10))
    }
}

/// A service that plays a conversation, and notes how far ahead of our clock each request was signed, and what was known by then.
private final class SteppingService: HTTPTransport {
    private let attempts: [ServiceClockTests.Attempt]
    private let clock: ServiceClock
    private let state = Mutex((done: 0, signedAhead: [Int](), known: [Duration?]()))

    init(_ attempts: [ServiceClockTests.Attempt], _ clock: ServiceClock) {
        (self.attempts, self.clock) = (attempts, clock)
    }

    var done: Int { state.withLock { $0.done } }
    var signedAhead: [Int] { state.withLock { $0.signedAhead } }
    /// What the attempts before have taught, as each began.
    var known: [Duration?] { state.withLock { $0.known } }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let known = clock.offset
        let index = state.withLock { state in
            state.known.append(known)
            let signed = request.head.headerFields[.amzDate].flatMap { SigningTime($0) }
            state.signedAhead.append(Int(signed?.date.timeIntervalSince(ManualTime.start) ?? .infinity))
            defer { state.done += 1 }
            return state.done
        }
        guard index < attempts.count else { throw .cancelled }
        let attempt = attempts[index]
        let reply = attempt.code.map { StubService.Reply.error($0, 403) } ?? .session("GetCallerIdentity")
        guard case .success(var response) = reply.result else { throw .cancelled }
        response.head.headerFields[.date] = attempt.offset.map {
            HTTPDate.format(ManualTime.start.addingTimeInterval(Double($0)))
        }
        return response
    }
}
