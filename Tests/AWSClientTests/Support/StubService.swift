import AWSClient
import Foundation
import HTTPTypes
import Synchronization

/// A service and its clock: it answers from a script, and time passes only where the script or a sleep says so.
final class StubService: HTTPTransport {
    struct Reply: Sendable {
        var result: Result<TransportResponse, TransportError>
        /// How long the exchange takes.
        var takes: Duration = .zero
    }

    private struct State {
        var now: Date
        var replies: [Reply]
        var requests: [TransportRequest] = []
        var timeouts: [Duration] = []
        var sleeps: [Duration] = []
    }

    private let state: Mutex<State>
    /// How far the service's clock is ahead; nil for a service that sends no `Date`.
    private let offset: Duration?

    init(_ replies: [Reply], now: Date = Date(timeIntervalSince1970: 1_795_256_100), offset: Duration? = .zero) {
        state = Mutex(State(now: now, replies: replies))
        self.offset = offset
    }

    var requests: [TransportRequest] { state.withLock { $0.requests } }
    var timeouts: [Duration] { state.withLock { $0.timeouts } }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Lets time pass.
    func pass(_ duration: Duration) { state.withLock { $0.now += duration / .seconds(1) } }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let result = state.withLock { state in
            state.requests.append(request)
            state.timeouts.append(timeout)
            let reply = state.replies.isEmpty ? Reply.failing(.cancelled) : state.replies.removeFirst()
            state.now += min(reply.takes, timeout) / .seconds(1)
            return reply.takes > timeout ? .failure(.timeout) : dated(reply.result, at: state.now)
        }
        return try result.get()
    }

    /// A client of this service, on its clock. The dice always show the highest number.
    func client(
        _ adjust: (inout STSClient.Configuration) -> Void = { _ in },
        credentials: any CredentialProvider = StaticCredentials(), clock: ServiceClock = ServiceClock(),
        timer: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        onAttempt: @escaping @Sendable (STSClient.Attempt) -> Void = { _ in }
    ) throws -> STSClient {
        var configuration = STSClient.Configuration(endpoint: STSEndpoint(region: try AWSRegion("eu-west-1")))
        adjust(&configuration)
        let environment = STSClient.Environment(
            now: { self.state.withLock { $0.now } },
            sleep: { duration in
                self.state.withLock { state in
                    state.sleeps.append(duration)
                    state.now += duration / .seconds(1)
                }
            }, random: { 0.999 }, timer: timer)
        return STSClient(
            configuration, credentials: credentials, transport: self, environment: environment, clock: clock,
            onAttempt: onAttempt)
    }

    private func dated(
        _ result: Result<TransportResponse, TransportError>, at now: Date
    ) -> Result<TransportResponse, TransportError> {
        result.map { response in
            guard let offset, response.head.headerFields[.date] == nil else { return response }
            var response = response
            response.head.headerFields[.date] = HTTPDate.format(now.addingTimeInterval(offset / .seconds(1)))
            return response
        }
    }
}

struct StaticCredentials: CredentialProvider {
    let name = "static"
    func credentials() async throws(CredentialError) -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "session")
    }
}

extension StubService.Reply {
    static func failing(_ error: TransportError) -> Self { Self(result: .failure(error)) }

    /// An answer that does not come within any timeout.
    static let hanging = Self(result: .failure(.timeout), takes: .seconds(3_600))

    static func answering(_ status: Int, _ body: String, fields: HTTPFields = [:], takes: Duration = .zero) -> Self {
        let head = HTTPResponse(status: .init(code: status), headerFields: fields)
        return Self(result: .success(TransportResponse(head: head, body: Array(body.utf8))), takes: takes)
    }

    static func error(_ code: String, _ status: Int, message: String = "words", fields: HTTPFields = [:]) -> Self {
        answering(
            status,
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
            <Code>\(code)</Code><Message>\(message)</Message></Error><RequestId>r-1</RequestId></ErrorResponse>
            """, fields: fields)
    }

    /// A role session, as both actions answer.
    static func session(
        _ action: String, key: String = "ASIANEW", expiration: String = "2026-11-21T11:15:00Z"
    ) -> Self {
        answering(
            200,
            """
            <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><AssumedRoleUser>\
            <AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/reader/s</Arn>\
            </AssumedRoleUser><Credentials><AccessKeyId>\(key)</AccessKeyId>\
            <SecretAccessKey>new-secret</SecretAccessKey><SessionToken>new-session</SessionToken>\
            <Expiration>\(expiration)</Expiration></Credentials></\(action)Result>\
            <ResponseMetadata><RequestId>r-3</RequestId></ResponseMetadata></\(action)Response>
            """)
    }

    static func token(_ token: String = "h.p.s", expiration: String = "2026-11-21T10:20:00.507Z") -> Self {
        answering(
            200,
            """
            <GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetWebIdentityTokenResult><WebIdentityToken>\(token)</WebIdentityToken>\
            <Expiration>\(expiration)</Expiration></GetWebIdentityTokenResult>
              <ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></GetWebIdentityTokenResponse>
            """)
    }
}
