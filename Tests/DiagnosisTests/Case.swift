import ProxyCore

@testable import Diagnosis

/// Requests to be diagnosed, made from little.
enum Case {
    static let audiences = AudienceSet("https://billing.example.net")
    static let issuedAt = WallTime(seconds: 1_795_271_058)
    /// Seven minutes and a half after the token's issue.
    static let sentAt = issuedAt.advanced(by: .seconds(452))

    static func facts(
        _ generation: Int = 1, audiences: AudienceSet = audiences,
        subject: String = "arn:aws:iam::123456789012:role/dev-api",
        issuedAt: WallTime = issuedAt, algorithm: String = "RS256", life: Duration = .seconds(3_600)
    ) -> TokenFacts {
        TokenFacts(
            id: id(generation), audiences: audiences, print: "9c41e\(generation)", length: 1_214, issuedAt: issuedAt,
            expiresAt: issuedAt.advanced(by: life),
            header: .object(["alg": .string(algorithm), "kid": .string("f38d1e9a"), "typ": .string("JWT")]),
            claims: .object([
                "aud": .string(audiences.values[0]), "sub": .string(subject),
                "iss": .string("https://0a1b2c3d-1111-2222-3333-44445555669f.tokens.sts.global.api.aws"),
                "iat": .integer(issuedAt.seconds), "exp": .integer(issuedAt.advanced(by: life).seconds),
                "jti": .string("c01d88aa7e"),
                ClaimName.awsNamespace: .object(["aws_account": .string("123456789012")]),
            ]))
    }

    static func id(_ generation: Int = 1) -> TokenID { TokenID(handle: TokenHandle(index: 1), generation: generation) }

    static func sent(_ generation: Int = 1, age: Duration = .seconds(452), life: Duration = .seconds(3_600))
        -> SentToken
    {
        SentToken(id: id(generation), print: "9c41e\(generation)", length: 1_214, lifeLeft: life - age, age: age)
    }

    static func start(_ flow: UInt64 = 1, host: String? = "billing.example.net", audiences: AudienceSet? = audiences)
        -> FlowStart
    {
        FlowStart(id: FlowID(flow), time: sentAt, method: "GET", host: host, path: "/v2/invoices", audiences: audiences)
    }

    static let request = MessageCapture(
        startLine: "GET /v2/invoices HTTP/1.1",
        fields: [
            CapturedField(name: "Host", value: "billing.example.net"),
            CapturedField(name: "Authorization", value: "Bearer <redacted, 1214 bytes>", change: .added),
        ])

    static func answer(_ status: Int, _ fields: [(String, String)] = [], body: String = "") -> MessageCapture {
        MessageCapture(
            startLine: "\(status) X", fields: fields.map { CapturedField(name: $0.0, value: $0.1) },
            bodyPrefix: Array(body.utf8))
    }

    /// A request that its upstream answered.
    static func answered(
        _ status: Int, _ fields: [(String, String)] = [], body: String = "", flow: UInt64 = 1, sent: SentToken = sent(),
        audiences: AudienceSet = audiences
    ) -> FlowEnd {
        var end = FlowEnd(start: start(flow, audiences: audiences), time: sentAt.advanced(by: .milliseconds(26)))
        (end.status, end.use, end.token) = (status, .hit, sent)
        end.durations = FlowDurations(
            token: .zero, wait: .milliseconds(25), receive: .milliseconds(1), total: .milliseconds(26))
        end.request = request
        end.response = answer(status, fields, body: body)
        end.grpcStatus = fields.first { $0.0.lowercased() == "grpc-status" }.flatMap { UInt8($0.1) }
        return end
    }

    /// A request that the proxy answered by itself.
    static func refused(_ code: ProxyError.Code, _ detail: String = "", refusal: String? = nil) -> FlowEnd {
        var end = FlowEnd(start: start(), time: sentAt)
        (end.status, end.use, end.error) = (code.status, .failed, ProxyError(code, detail))
        end.error?.refusalCode = refusal
        return end
    }

    static func mint(_ facts: TokenFacts) -> ProxyEvent {
        .tokenMinted(
            TokenMinted(
                time: facts.issuedAt, facts: facts, reason: .first, refreshAt: facts.expiresAt,
                took: .milliseconds(377),
                waiters: 1, flow: nil, requestID: nil))
    }

    static func failed(
        _ code: String, _ kind: MintFailure.Kind, flow: UInt64? = 1, at time: WallTime = sentAt
    ) -> ProxyEvent {
        .tokenFailed(
            TokenFailed(
                time: time, audiences: audiences, handle: TokenHandle(index: 1), reason: .first, attempt: 1,
                failure: MintFailure(kind: kind, code: code, message: "…"), retryAt: time.advanced(by: .seconds(4)),
                took: .milliseconds(118), waiters: 1, flow: flow.map { FlowID($0) }, stillServing: nil))
    }

    /// What is diagnosed of a request after some events, the request's own end last.
    static func diagnosis(of end: FlowEnd, after events: [ProxyEvent] = [mint(facts())]) -> Diagnosis {
        Diagnosis(evidence(of: end, after: events))
    }

    static func evidence(of end: FlowEnd, after events: [ProxyEvent] = [mint(facts())]) -> Evidence {
        var seen = Observations()
        for event in events + [end.error == nil ? .flowCompleted(end) : .flowFailed(end)] { seen.absorb(event) }
        return seen.evidence(of: end)
    }
}

extension Diagnosis {
    func finding(_ subject: Finding.Subject) -> Finding? { findings.first { $0.subject == subject } }
}
