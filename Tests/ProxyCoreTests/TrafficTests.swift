import ProxyCore
import Testing

@Suite("Flow durations")
struct FlowDurationsTests {
    @Test("The upstream's share is what comes after the token, where it was called at all")
    func upstream() {
        let called = FlowDurations(token: .milliseconds(10), wait: .milliseconds(30), total: .milliseconds(50))
        #expect(called.upstream == .milliseconds(40))
        #expect(FlowDurations(token: .milliseconds(10), total: .milliseconds(10)).upstream == nil)
        #expect(FlowDurations(connect: .milliseconds(5), total: .milliseconds(9)).upstream == .milliseconds(9))
    }
}

@Suite("How a request came by its token, in the words of events and exports")
struct TokenEventNameTests {
    @Test(
        "Who left while a token was being minted got none",
        arguments: [
            (TokenUse.waited, false, "none"), (.waited, true, "minted"), (.minted, true, "minted"), (.hit, true, "hit"),
            (.failed, false, "none"), (.notAsked, false, "none"),
        ])
    func names(use: TokenUse, hasToken: Bool, name: String) {
        let time = WallTime(seconds: 7)
        var end = FlowEnd(
            start: FlowStart(id: FlowID(1), time: time, method: "GET", host: nil, path: "/", audiences: nil), time: time
        )
        end.use = use
        end.heldToken = hasToken ? TokenID(handle: TokenHandle(index: 0), generation: 1) : nil
        #expect(end.tokenEventName == name)
    }
}

@Suite("Events")
struct ProxyEventTests {
    @Test("Each knows when it happened")
    func times() {
        let time = WallTime(seconds: 7)
        let start = FlowStart(id: FlowID(1), time: time, method: "GET", host: nil, path: "/", audiences: nil)
        let handle = TokenHandle(index: 0), set = AudienceSet("a")
        let id = TokenID(handle: handle, generation: 1)
        let failure = MintFailure(kind: .denied, code: "AccessDenied", message: "no")
        let events: [ProxyEvent] = [
            .listening(Listening(time: time, address: "", upstream: "")), .flowStarted(start),
            .flowCompleted(FlowEnd(start: start, time: time)),
            .tokenFetching(
                TokenFetching(time: time, audiences: set, handle: handle, reason: .first, attempt: 1, flow: nil)),
            .tokenFailed(
                TokenFailed(
                    time: time, audiences: set, handle: handle, reason: .first, attempt: 1, failure: failure,
                    retryAt: time, took: .zero,
                    waiters: 0, flow: nil, stillServing: nil)),
            .tokenEvicted(TokenEvicted(time: time, audiences: set, handle: handle, token: id, reason: .capacity)),
            .tokenExpired(TokenExpired(time: time, audiences: set, token: id, uses: 1)),
            .credentialsResolved(CredentialsResolved(time: time, source: "environment", expires: nil)),
            .credentialsFailed(CredentialsFailed(time: time, source: "environment", message: "")),
        ]
        #expect(events.allSatisfy { $0.time == time })
        #expect(failure.description == "AccessDenied: no")
    }
}

@Suite("Problems")
struct ProblemTests {
    @Test(
        "A problem is what was refused for who asks, or failed: not every request that was a bad one",
        arguments: [
            (200, false), (304, false), (400, false), (401, true), (403, true), (404, false), (407, true), (413, false),
            (429, false), (431, true), (500, true), (504, true),
        ])
    func statuses(status: Int, isProblem: Bool) {
        #expect(FlowEnd.isProblem(status: status) == isProblem)
    }
}
