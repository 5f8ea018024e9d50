import AWSClient
import Foundation
import HTTPTypes
import Testing

@Suite("The STS client")
struct STSClientTests {
    private let request = WebIdentityTokenRequest(
        audiences: ["https://api.example.com", "b c"], algorithm: .es384, duration: .seconds(90),
        tags: [.init(key: "team", value: "a/b")])

    /// The error that a call against these replies ends with.
    private func failure(_ service: StubService, _ adjust: (inout STSClient.Configuration) -> Void = { _ in })
        async throws
        -> STSError?
    {
        let client = try service.client(adjust)
        do throws(STSError) {
            _ = try await client.getWebIdentityToken(request)
            return nil
        } catch { return error }
    }

    @Test("A token comes back with its end, and the request is a signed form")
    func token() async throws {
        let service = StubService([.token("h.p.s")])
        let response = try await service.client().getWebIdentityToken(request)
        #expect(response.token.exposed == "h.p.s")
        #expect(response.expiration == Date(timeIntervalSince1970: 1_795_256_400.507))
        #expect(response.requestID == "r-2")
        let sent = try #require(service.requests.first)
        #expect(
            String(decoding: sent.body, as: UTF8.self)
                == "Action=GetWebIdentityToken&Version=2011-06-15&Audience.member.1=https%3A%2F%2Fapi.example.com"
                + "&Audience.member.2=b%20c&DurationSeconds=90&SigningAlgorithm=ES384"
                + "&Tags.member.1.Key=team&Tags.member.1.Value=a%2Fb")
        #expect(sent.head.method == .post)
        #expect(sent.head.authority == "sts.eu-west-1.amazonaws.com")
        #expect(sent.head.headerFields[.authorization]?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") == true)
        #expect(sent.head.headerFields[.contentType] == "application/x-www-form-urlencoded; charset=utf-8")
    }

    @Test("An end without milliseconds is read too")
    func expirationWithoutFraction() async throws {
        let service = StubService([.token(expiration: "2026-11-21T10:20:00Z")])
        let response = try await service.client().getWebIdentityToken(request)
        #expect(response.expiration == Date(timeIntervalSince1970: 1_795_256_400))
    }

    @Test("The caller's identity is read")
    func identity() async throws {
        let body = """
            <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/u</Arn>\
            <UserId>AIDA</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
            """
        let service = StubService([.answering(200, body, fields: [.amznRequestID: "r-9"])])
        let identity = try await service.client().getCallerIdentity()
        #expect(identity.arn == "arn:aws:iam::1:user/u")
        #expect(identity.account == "1")
        #expect(identity.userID == "AIDA")
        #expect(identity.requestID == "r-9")
    }

    @Test(
        "What passes is tried again, each time signed anew",
        arguments: [
            StubService.Reply.error("Throttling", 400), .error("InternalFailure", 500), .answering(503, ""),
            .answering(502, "<html><body>Bad Gateway<br></body></html>"), .failing(.timeout),
            .failing(.connectionFailed(reason: "reset")), .hanging,
        ])
    func retries(reply: StubService.Reply) async throws {
        let service = StubService([reply, reply, .token()])
        _ = try await service.client().getWebIdentityToken(request)
        #expect(service.requests.count == 3)
        #expect(service.sleeps.count == 2)
        let dates = service.requests.map { $0.head.headerFields[.amzDate] ?? "" }
        #expect(dates == dates.sorted())
    }

    @Test("The last error is told when the attempts are used up")
    func exhausted() async throws {
        let service = StubService([.error("Throttling", 400), .failing(.timeout), .error("Throttling", 400)])
        let error = try await failure(service)
        #expect(error == .service(ServiceError(code: "Throttling", message: "words", status: 400, requestID: "r-1")))
        #expect(service.requests.count == 3)
        #expect(service.sleeps == [.seconds(1) * 0.999, .milliseconds(100) * 0.999])
    }

    @Test(
        "What asking again does not help is asked once",
        arguments: [
            StubService.Reply.error("AccessDenied", 403), .error("ValidationError", 400),
            .error("SignatureDoesNotMatch", 403),
            .error("OutboundWebIdentityFederationDisabledException", 403), .error("ExpiredToken", 403),
            .answering(404, ""),
            .failing(.unknownHost("sts")), .failing(.tlsFailed(reason: "expired")), .failing(.bodyTooLarge),
            .answering(200, ""),
            .answering(302, ""),
        ])
    func terminal(reply: StubService.Reply) async throws {
        let service = StubService([reply, .token()])
        #expect(try await failure(service) != nil)
        #expect(service.requests.count == 1)
    }

    @Test(
        "An answer without what it must hold is a typed error that quotes nothing",
        arguments: [
            (StubService.Reply.answering(200, ""), STSError.MalformedResponse.xml(.empty)),
            (.answering(200, "<html>secret"), .xml(.notWellFormed)),
            (.answering(200, "<GetWebIdentityTokenResponse/>"), .missingElement("GetWebIdentityTokenResult")),
            (.token(""), .missingElement("WebIdentityToken")),
            (.token("secret", expiration: ""), .missingElement("Expiration")),
            (.token("secret", expiration: "secret"), .unreadableDate("Expiration")),
        ])
    func malformed(reply: StubService.Reply, reason: STSError.MalformedResponse) async throws {
        let error = try await failure(StubService([reply]))
        #expect(error == .malformedResponse(reason))
        #expect(error?.description.contains("secret") == false)
    }

    @Test("A body without code gets one from the status")
    func codeFromStatus() async throws {
        let service = StubService([.answering(403, "<html>Forbidden<br></html>", fields: [.amznRequestID: "r-7"])])
        let error = ServiceError(code: "HTTP 403", message: "", status: 403, requestID: "r-7")
        #expect(try await failure(service) == .service(error))
    }

    @Test("The deadline bounds attempts and waits together, and keeps the last error")
    func deadline() async throws {
        let service = StubService([.hanging, .hanging, .hanging, .hanging])
        let error = try await failure(service) { configuration in
            configuration.attemptTimeout = .seconds(4)
            configuration.deadline = .seconds(10)
            configuration.retries.maximumAttempts = 10
        }
        #expect(error == .deadlineExceeded(last: .transport(.timeout)))
        #expect(service.timeouts.count == 3)
        #expect(service.timeouts.first == .seconds(4))
        #expect(service.timeouts.allSatisfy { $0 <= .seconds(4) })
    }

    @Test("A wait that does not fit before the deadline is not begun")
    func waitBeyondDeadline() async throws {
        let service = StubService([.error("Throttling", 400), .token()])
        let error = try await failure(service) { $0.deadline = .milliseconds(500) }
        guard case .deadlineExceeded(.service(let last)?) = error else {
            return #expect(Bool(false), "\(error as Any)")
        }
        #expect(last.code == "Throttling")
        #expect(service.sleeps.isEmpty)
    }

    @Test("The service's wish for the wait is heard")
    func retryAfter() async throws {
        let service = StubService([.error("Throttling", 400, fields: [.amzRetryAfter: "3000"]), .token()])
        _ = try await service.client().getWebIdentityToken(request)
        #expect(service.sleeps == [.seconds(3)])
    }

    @Test("An error of the credentials is passed on, and nothing is sent")
    func credentials() async throws {
        let service = StubService([.token()])
        let client = try service.client(credentials: EnvironmentCredentials(environment: [:]))
        let error = await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        guard case .credentials(let cause)? = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(cause.code == .notConfigured)
        #expect(service.requests.isEmpty)
    }

    @Test("Each attempt is reported with its number and its error")
    func reports() async throws {
        let (attempts, reporter) = AsyncStream.makeStream(of: STSClient.Attempt.self)
        let service = StubService([.error("InternalFailure", 500), .token()])
        _ = try await service.client(onAttempt: { reporter.yield($0) }).getWebIdentityToken(request)
        reporter.finish()
        var seen: [STSClient.Attempt] = []
        for await attempt in attempts { seen.append(attempt) }
        #expect(seen.map(\.number) == [1, 2])
        #expect(seen.map { $0.error == nil } == [false, true])
        #expect(seen.map(\.retryAfter) == [.milliseconds(50) * 0.999, nil])
    }

    @Test("Neither the answer nor the response prints the token")
    func redaction() async throws {
        let response = try await StubService([.token("h.secret.s")]).client().getWebIdentityToken(request)
        var dumped = ""
        dump(response, to: &dumped)
        #expect(!dumped.contains("secret"))
        let body = TransportResponse(head: HTTPResponse(status: .ok), body: Array("secret".utf8))
        #expect(!"\(body)".contains("secret"))
    }
}
