import ProxyCore

@testable import Dashboard

/// Requests at the end of the session, each of which failed for another reason.
extension Scenario {
    /// A request to billing with B1, or a later token, that was answered at 14:32:07.
    static func last(
        _ status: Int, _ fields: [(String, String)] = [], flow id: UInt64 = 1197, body: String = "",
        generation: Int = 1, age: Duration = .seconds(469)
    ) -> FlowEnd {
        var end = FlowEnd(
            start: start(id, "14:32:07.100", "GET", "billing.example.net", "/v2/invoices", billing),
            time: time("14:32:07.131"))
        (end.status, end.use, end.reusedConnection) = (status, .hit, true)
        end.token = sent(
            "B", 1, generation, generation == 1 ? "9c41e7" : "5d0e77", left: .seconds(3_600) - age, age: age)
        end.durations = FlowDurations(
            token: .zero, wait: .milliseconds(30), receive: .milliseconds(1), total: .milliseconds(31))
        end.request = MessageCapture(
            startLine: "GET /v2/invoices HTTP/1.1",
            fields: [
                CapturedField(name: "Host", value: "billing.example.net"),
                CapturedField(name: "Authorization", value: "Bearer <redacted, 1214 bytes>", change: .added),
            ])
        let date = [("Date", "Sat, 21 Nov 2026 14:32:07 GMT")]
        end.response = MessageCapture(
            startLine: "\(status)",
            fields: (fields.contains { $0.0 == "Date" } ? fields : date + fields).map {
                CapturedField(name: $0.0, value: $0.1)
            },
            bodyPrefix: Array(body.utf8))
        return end
    }

    static func events(_ ends: FlowEnd...) -> [ProxyEvent] {
        ends.flatMap { end -> [ProxyEvent] in
            [.flowStarted(end.start), end.error == nil ? .flowCompleted(end) : .flowFailed(end)]
        }
    }

    /// Refused at 0.3 s, and accepted five seconds later.
    static var young: [ProxyEvent] {
        mint(billing, "B", 1, 2, at: "14:32:01", took: 300, reason: .forced)
            + events(last(200, flow: 1198, generation: 2, age: .milliseconds(5_400)))
            + events(
                last(
                    401, [("WWW-Authenticate", #"Bearer error="invalid_token""#)], generation: 2,
                    age: .milliseconds(300)))
    }

    static var slowClock: [ProxyEvent] {
        events(
            last(
                401,
                [
                    ("Date", "Sat, 21 Nov 2026 14:21:07 GMT"),
                    (
                        "WWW-Authenticate",
                        #"Bearer error="invalid_token", error_description="The token is not valid yet""#
                    ),
                ]))
    }

    /// Accepted with B1, refused with B2, which is somebody else's.
    static var refusedIdentity: [ProxyEvent] {
        guard case .tokenRefreshed(let mint) = mint(billing, "B", 1, 2, at: "14:32:06", took: 300, reason: .due)[1],
            case .object(var claims) = mint.facts.claims
        else { return [] }
        claims["sub"] = .string("arn:aws:iam::123456789012:role/other")
        let facts = TokenFacts(
            id: mint.facts.id, audiences: billing, print: "5d0e77", length: 1_214, issuedAt: mint.facts.issuedAt,
            expiresAt: mint.facts.expiresAt, header: mint.facts.header, claims: .object(claims))
        let other = TokenMinted(
            time: mint.time, facts: facts, reason: .due, refreshAt: mint.refreshAt, took: mint.took, waiters: 0,
            flow: nil,
            requestID: nil)
        return events(last(200)) + [.tokenRefreshed(other)]
            + events(last(403, flow: 1198, body: #"{"message":"Forbidden"}"#, generation: 2, age: .seconds(21)))
    }

    static var tooLarge: [ProxyEvent] { events(last(431)) }

    static var otherScheme: [ProxyEvent] { events(last(401, [("WWW-Authenticate", #"Basic realm="billing""#)])) }

    /// One of the proxy's own answers.
    static func own(_ code: ProxyError.Code, _ detail: String, host: String? = "billing.example.net") -> FlowEnd {
        var end = FlowEnd(
            start: start(1197, "14:32:07.100", "GET", host, "/v2/invoices", host == nil ? nil : billing),
            time: time("14:32:07.131"))
        (end.status, end.error) = (code.status, ProxyError(code, detail))
        end.durations.total = .milliseconds(31)
        return end
    }

    static var throttled: [ProxyEvent] {
        let end = own(.tokenUnavailable, "STS is busy")
        let failure = TokenFailed(
            time: end.time, audiences: billing, handle: TokenHandle(index: 1), reason: .first, attempt: 3,
            failure: MintFailure(
                kind: .unavailable, code: "Throttling", message: "Rate exceeded", requestID: "7c1e2233445546"),
            retryAt: time("14:32:11"), took: .milliseconds(31), waiters: 1, flow: end.start.id, stillServing: nil)
        return [.flowStarted(end.start), .tokenFailed(failure), .flowFailed(end)]
    }
}
