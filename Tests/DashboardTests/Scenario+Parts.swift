import ProxyCore

@testable import Dashboard

/// The makings of the scenario.
extension Scenario {
    static func start(
        _ id: UInt64, _ at: String, _ method: String, _ host: String?, _ path: String, _ audiences: AudienceSet?
    ) -> FlowStart {
        FlowStart(id: FlowID(id), time: time(at), method: method, host: host, path: path, audiences: audiences)
    }

    static func sent(
        _ letter: String, _ handle: Int, _ generation: Int, _ print: String, left: Duration,
        age: Duration = .seconds(60)
    ) -> SentToken {
        SentToken(
            id: TokenID(handle: TokenHandle(index: handle), generation: generation), print: print, length: 1_214,
            lifeLeft: left, age: age)
    }

    /// One of the many that went well, long ago.
    static func flow(_ id: UInt64, at number: Int, _ token: String, _ use: TokenUse = .hit) -> [ProxyEvent] {
        let began = WallTime(milliseconds: time("13:05:00").milliseconds + Int64(number) * 4_400)
        let start = FlowStart(
            id: FlowID(id), time: began, method: "GET", host: "api.example.com", path: "/v1/items/\(number % 50)",
            audiences: api)
        var end = FlowEnd(start: start, time: began.advanced(by: .milliseconds(40)))
        (end.status, end.use) = (number % 300 == 0 ? 404 : 200, use)
        let generation = Int(token.dropFirst()) ?? 1
        end.token = sent("A", 0, generation, "a1b2c3", left: .seconds(3000))
        end.durations = FlowDurations(
            token: .zero, wait: .milliseconds(39), receive: .milliseconds(1), total: .milliseconds(40))
        return [.flowStarted(start), .flowCompleted(end)]
    }

    /// A flow that took A3 from the cache.
    static func hit(
        _ id: UInt64, _ at: String, _ method: String, _ path: String, _ status: Int, _ took: Int64
    ) -> [ProxyEvent] {
        let start = start(id, at, method, "api.example.com", path, api)
        var end = FlowEnd(start: start, time: start.time.advanced(by: .milliseconds(took)))
        (end.status, end.use, end.reusedConnection) = (status, .hit, true)
        let dies = time("15:04:59.714")
        end.token = sent(
            "A", 0, 3, "a1b2c3", left: start.time.duration(to: dies), age: time("14:04:59.714").duration(to: start.time)
        )
        end.durations = FlowDurations(
            token: .zero, wait: .milliseconds(took - 1), receive: .milliseconds(1), total: .milliseconds(took))
        return [.flowStarted(start), .flowCompleted(end)]
    }

    static func hits(_ range: ClosedRange<UInt64>) -> [ProxyEvent] {
        range.flatMap { hit($0, "14:32:00", "GET", "/", 200, 5) }
    }

    /// A dashboard that keeps so many flows and has them, drawn once.
    static func ring(of limit: Int) -> Dashboard {
        var configuration = configuration()
        configuration.flowLimit = limit
        var dashboard = Dashboard(configuration)
        dashboard.take(hits(1...UInt64(limit)))
        _ = dashboard.draw()
        return dashboard
    }

    static func plans(_ id: UInt64, _ at: String, _ path: String, _ took: Int64) -> [ProxyEvent] {
        refused(id, at, path, left: nil, total: took, token: 0, use: .hit)
    }

    /// A request to billing, which does not accept the audience.
    static func refused(
        _ id: UInt64, _ at: String, _ path: String, left: String?, total: Int64, token: Int64, use: TokenUse
    ) -> [ProxyEvent] {
        let start = start(id, at, "GET", "billing.example.net", path, billing)
        var end = FlowEnd(start: start, time: start.time.advanced(by: .milliseconds(total)))
        (end.status, end.use, end.reusedConnection) = (401, use, true)
        let born = time("14:24:18.020")
        let age = born.duration(to: start.time) + .milliseconds(token)
        end.token = sent("B", 1, 1, "9c41e7", left: .seconds(3600) - age, age: age)
        end.durations = FlowDurations(
            token: .milliseconds(token), wait: .milliseconds(total - token - 1), receive: .milliseconds(1),
            total: .milliseconds(total))
        end.responseBytes = 44
        end.request = MessageCapture(
            startLine: "GET \(path) HTTP/1.1",
            fields: [
                CapturedField(name: "Host", value: "billing.example.net", change: .replaced(was: "127.0.0.1:8080")),
                CapturedField(
                    name: "Authorization", value: "Bearer <redacted, 1214 bytes>",
                    change: .replaced(was: "Bearer <redacted, 412 bytes>")),
                CapturedField(name: "accept", value: "application/json"),
                CapturedField(name: "user-agent", value: "myapp/1.2"),
                CapturedField(name: "X-Upstream-Host", value: "billing.example.net", change: .removed),
                CapturedField(name: "Via", value: "1.1 jotop", change: .added),
            ])
        end.response = MessageCapture(
            startLine: "401 Unauthorized",
            fields: [
                CapturedField(
                    name: "WWW-Authenticate",
                    value: #"Bearer error="invalid_token", error_description="aud not accepted""#),
                CapturedField(name: "Date", value: "Sat, 21 Nov 2026 14:31:50 GMT"),
                CapturedField(name: "X-Request-Id", value: "5d2f11a0"),
                CapturedField(name: "Content-Type", value: "application/json"),
            ], bodyPrefix: Array(#"{"error":"unauthorized","reason":"audience"}"#.utf8))
        return [.flowStarted(start), .flowCompleted(end)]
    }

    /// A request whose audience AWS refuses a token for.
    static func denied(_ id: UInt64, _ at: String, took: Int64, attempt: Int, retryAt: String) -> [ProxyEvent] {
        let start = start(id, at, "GET", "data.partner.io", "/export/nightly", data)
        let over = start.time.advanced(by: .milliseconds(took))
        let failure = TokenFailed(
            time: over, audiences: data, handle: TokenHandle(index: 2), reason: .first, attempt: attempt,
            failure: MintFailure(
                kind: .denied, code: "AccessDenied",
                message:
                    "User arn:aws:sts::123456789012:assumed-role/dev-api/me is not authorized"
                    + " to perform: sts:GetWebIdentityToken",
                requestID: "7c1e22334455\(40 + attempt)"),
            retryAt: time(retryAt), took: .milliseconds(took), waiters: 1, waiting: [start.id], flow: start.id,
            stillServing: nil)
        var end = FlowEnd(start: start, time: over)
        (end.status, end.use) = (502, .failed)
        end.durations = FlowDurations(token: .milliseconds(took), total: .milliseconds(took))
        end.error = ProxyError(.tokenUnavailable, "STS refused https://data.partner.io")
        let fetching = TokenFetching(
            time: start.time, audiences: data, handle: TokenHandle(index: 2), reason: .first, attempt: attempt,
            flow: start.id)
        return [.flowStarted(start), .tokenFetching(fetching), .tokenFailed(failure), .flowFailed(end)]
    }

    static func mint(
        _ audiences: AudienceSet, _ letter: String, _ handle: Int, _ generation: Int, at: String, took: Int64,
        reason: MintReason = .first, flow: UInt64? = nil, waiters: Int = 1, life: Int64 = 3600
    ) -> [ProxyEvent] {
        let over = time(at)
        let facts = facts(audiences, handle, generation, issuedAt: over.advanced(by: .milliseconds(-took)), life: life)
        let fetching = TokenFetching(
            time: over.advanced(by: .milliseconds(-took)), audiences: audiences, handle: TokenHandle(index: handle),
            reason: reason, attempt: 1, flow: flow.map { FlowID($0) })
        let minted = TokenMinted(
            time: over, facts: facts, reason: reason,
            refreshAt: over.advanced(by: .milliseconds(-took) + .seconds(life - min(300, life / 4))),
            took: .milliseconds(took), waiters: reason == .first ? waiters : 0,
            waiting: reason == .first
                ? flow.map { first in (0..<UInt64(waiters)).map { FlowID(first + $0) } } ?? [] : [],
            flow: flow.map { FlowID($0) },
            requestID: "4e90aabbccdd1b")
        return [.tokenFetching(fetching), generation == 1 ? .tokenMinted(minted) : .tokenRefreshed(minted)]
    }

    static func facts(
        _ audiences: AudienceSet, _ handle: Int, _ generation: Int, issuedAt: WallTime, life: Int64
    ) -> TokenFacts {
        let prints = [["a0a0a0", "a9a9a9", "a1b2c3", "a4a4a4"], ["9c41e7", "5d0e77"], ["c0c0c0"], ["04fd1b"]]
        let keys = ["5fa07cc2", "f38d1e9a", "c2c2c2c2", "d4d4d4d4"]
        let issued = issuedAt.seconds + (issuedAt.milliseconds % 1000 >= 500 ? 1 : 0)
        let aws: [String: JSONValue] = [
            "aws_account": .string("123456789012"), "source_region": .string("us-east-1"),
            "org_id": .string("o-ab34567812"), "principal_id": .string("arn:aws:iam::123456789012:role/dev-api"),
            "request_tags": .object(handle == 0 ? ["team": .string("core")] : [:]),
        ]
        return TokenFacts(
            id: TokenID(handle: TokenHandle(index: handle), generation: generation), audiences: audiences,
            print: prints[handle][generation - 1], length: 1_214, issuedAt: WallTime(seconds: issued),
            expiresAt: WallTime(seconds: issued + life),
            header: .object(["alg": .string("RS256"), "kid": .string(keys[handle]), "typ": .string("JWT")]),
            claims: .object([
                "aud": audiences.values.count > 1
                    ? .array(audiences.values.map { .string($0) }) : .string(audiences.values[0]),
                "sub": .string("arn:aws:iam::123456789012:role/dev-api"),
                "iss": .string("https://0a1b2c3d-1111-2222-3333-44445555669f.tokens.sts.global.api.aws"),
                "iat": .integer(issued), "exp": .integer(issued + life),
                "jti": .string("\(prints[handle][generation - 1])-88aa-\(handle)\(generation)"),
                "https://sts.amazonaws.com/": .object(aws),
            ]))
    }
}
