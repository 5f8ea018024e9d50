import ProxyCore

/// One event of each kind with every field set to something of its own, hostile text wherever text can come from outside.
enum Samples {
    static let hostile = "a\u{1B}[2Jb\r\nc\u{202E}d\u{9B}e\"\\\u{0}漢\u{1F600}"
    static let time = WallTime(milliseconds: 1_795_271_528_377)
    static let audiences = AudienceSet(["https://b", hostile]) ?? AudienceSet("https://b")
    static let handle = TokenHandle(index: 27)
    static let token = TokenID(handle: handle, generation: 12)
    static let took = Duration.nanoseconds(398_123_457)

    static var facts: TokenFacts {
        TokenFacts(
            id: token, audiences: audiences, print: "9c41e7", length: 1214, issuedAt: WallTime(seconds: 1_795_271_528),
            expiresAt: time.advanced(by: .seconds(60)),
            header: .object(["kid": .string(hostile), "alg": .string("RS256")]),
            claims: .object([
                "sub": .string(hostile), "iat": .integer(1_795_271_528), "list": .array([.null, .bool(true)]),
                "ratio": .number(0.1), "deep": .object(["n": .integer(-4)]),
            ]))
    }

    static var start: FlowStart {
        FlowStart(
            id: FlowID(7), time: time.advanced(by: .milliseconds(-412)), method: "G\u{7}T", host: hostile,
            path: hostile, audiences: audiences)
    }

    static var end: FlowEnd {
        var end = FlowEnd(start: start, time: time)
        end.status = 401
        (end.grpcStatus, end.clientVersion, end.upstreamVersion) = (16, "HTTP/2", "HTTP/1.1")
        end.use = .waited
        end.token = SentToken(
            id: token, print: "9c41e7", length: 1214, lifeLeft: .nanoseconds(-3_000_001), age: took)
        end.heldToken = TokenID(handle: TokenHandle(index: 3), generation: 4)
        end.mintedFor = FlowID(6)
        end.durations = FlowDurations(
            accept: .nanoseconds(7), token: took, connect: .nanoseconds(1), send: .microseconds(3),
            wait: .milliseconds(5), receive: .zero, total: .seconds(70_000))
        (end.requestBytes, end.responseBytes, end.reusedConnection) = (12, 1 << 40, true)
        end.request = MessageCapture(
            startLine: hostile,
            fields: [
                CapturedField(name: hostile, value: hostile), CapturedField(name: "a", value: "b", change: .added),
                CapturedField(name: "a", value: "b", change: .removed),
                CapturedField(name: "a", value: "b", change: .replaced(was: hostile)),
            ])
        end.response = MessageCapture(startLine: "401", fields: [], bodyPrefix: Array(hostile.utf8) + [0xFF, 0x00])
        end.error = ProxyError(.upstreamAborted, hostile, obstacle: .timeout)
        end.error?.backOff = took
        end.error?.refusalCode = hostile
        (end.settled, end.fault) = (took, .tag(TokenTag(key: hostile, value: hostile)))
        return end
    }

    /// As little as a flow can have.
    static var bareEnd: FlowEnd {
        FlowEnd(
            start: FlowStart(id: FlowID(8), time: time, method: "GET", host: nil, path: "/", audiences: nil),
            time: time)
    }

    static func minted(_ reason: MintReason, _ cap: SessionCap? = nil) -> TokenMinted {
        TokenMinted(
            time: time, facts: facts, reason: reason, refreshAt: time.advanced(by: .milliseconds(1)), took: took,
            waiters: 3, waiting: [FlowID(7), FlowID(9)], flow: FlowID(7), requestID: hostile, cap: cap,
            servesFrom: time.advanced(by: .seconds(2)), callFault: .slow(.milliseconds(1_500)))
    }

    static var flows: [ProxyEvent] {
        var held = bareEnd
        held.heldToken = token
        held.error = ProxyError(.upstreamUnavailable, "", obstacle: .connectionRefused)
        return [
            .flowStarted(start), .flowStarted(bareEnd.start), .flowProgressed(end), .flowCompleted(end),
            .flowCompleted(bareEnd), .flowFailed(end), .flowFailed(held),
        ]
            + TokenUse.allCases.map { use in
                var end = bareEnd
                end.use = use
                return .flowCompleted(end)
            }
    }

    static var tokens: [ProxyEvent] {
        let failure = MintFailure(
            kind: .denied, code: hostile, message: hostile, requestID: hostile, remedy: "do\nthis", fault: .denied)
        let cap = SessionCap(wanted: .seconds(3600), asked: .seconds(60), sessionEnds: time)
        func fetching(_ flow: FlowID?) -> TokenFetching {
            TokenFetching(
                time: time, audiences: audiences, handle: handle, reason: .due, attempt: 2, flow: flow)
        }
        func failed(_ serving: TokenID?) -> TokenFailed {
            TokenFailed(
                time: time, audiences: audiences, handle: handle, reason: .first, attempt: 1, failure: failure,
                retryAt: time.advanced(by: .seconds(4)), took: took, waiters: 1, flow: FlowID(7),
                stillServing: serving)
        }
        return [
            .tokenFetching(fetching(FlowID(7))), .tokenFetching(fetching(nil)),
            .tokenRetrying(
                TokenRetrying(
                    time: time, audiences: audiences, handle: handle,
                    retry: MintRetry(attempt: 2, code: hostile, took: took, wait: .nanoseconds(77)))),
            .tokenMinted(minted(.first, cap)), .tokenRefreshed(minted(.forced)), .tokenFailed(failed(token)),
            .tokenFailed(failed(nil)),
            .tokenEvicted(
                TokenEvicted(time: time, audiences: audiences, handle: handle, token: token, reason: .capacity)),
            .tokenEvicted(
                TokenEvicted(time: time, audiences: audiences, handle: handle, token: nil, reason: .requested)),
            .tokenExpired(TokenExpired(time: time, audiences: audiences, token: token, uses: 3)),
        ]
    }

    static var experiments: [ProxyEvent] {
        let keys = TokenVerified.Keys(address: hostile, age: took)
        let checks = [TokenVerified.Fault?.none] + TokenVerified.Fault.allCases.map { $0 }
        // Over, without one, and good yet.
        let lives: [BisectStep: Duration] = [
            .asSent: .nanoseconds(-3_000_001), .freshToken: .seconds(3_600), .brokenSignature: .zero,
        ]
        let answers = BisectStep.allCases.map { step in
            BisectAnswer(
                step: step, flow: step == .freshToken ? nil : FlowID(8), token: token, print: "9c41e7*",
                lifeLeft: lives[step], status: 401, took: took, said: hostile,
                traits: step == .asSent
                    ? nil : AnswerTraits(challenge: step == .noToken ? nil : hostile, bodyLength: 12, bodyMark: "af63"),
                fault: step == .freshToken ? hostile : nil)
        }
        let phases: [BisectReport.Phase] =
            [.complete, .stopped] + BisectStep.allCases.flatMap { [.sending($0), .waiting($0)] }
        let replayed = FlowStart(
            id: FlowID(9), time: time, method: "GET", host: hostile, path: "/", audiences: audiences,
            replay: FlowReplay(of: FlowID(7), step: .brokenSignature))
        return checks.map { fault in
            .tokenVerified(
                TokenVerified(
                    audiences: audiences, token: token, print: "9c41e7", flow: FlowID(7),
                    check: SignatureCheck(
                        time: time, verdict: fault == nil ? .valid : .invalid, fault: fault, detail: hostile,
                        remedy: hostile, keyID: hostile, issuer: hostile, keys: fault == .gone ? nil : keys)))
        }
            + phases.map { phase in
                let isOver = phase == .complete || phase == .stopped
                return .bisectProgressed(
                    BisectReport(
                        time: time, flow: FlowID(7), host: hostile, status: isOver ? 403 : nil, answers: answers,
                        phase: phase, readings: isOver ? ["stale", hostile] : []))
            }
            + [
                .flowStarted(replayed), .flowCompleted(FlowEnd(start: replayed, time: time)),
                .replayRefused(ReplayRefused(time: time, flow: FlowID(7), isBisect: true, reason: hostile)),
            ]
    }

    static var process: [ProxyEvent] {
        let checks = PreflightStep.allCases.enumerated().map { index, step in
            PreflightCheck(
                step, PreflightCheck.Verdict.allCases[index % 4], hostile, remedy: index % 2 == 0 ? hostile : nil,
                took: index % 3 == 0 ? took : nil)
        }
        return [
            .listening(
                Listening(
                    time: time, address: "127.0.0.1:8080", upstream: hostile, isEncrypted: true, metrics: "[::1]:9",
                    upstreamScheme: .http)),
            .listening(Listening(time: time, address: "127.0.0.1:8080", upstream: hostile)),
            .credentialsResolved(
                CredentialsResolved(
                    time: time, source: "environment", expires: time, isTemporary: true, region: "x",
                    principal: hostile)),
            .credentialsResolved(CredentialsResolved(time: time, source: "environment", expires: nil)),
            .credentialsFailed(
                CredentialsFailed(
                    time: time, source: "environment", message: hostile, remedy: hostile, servingUntil: time)),
            .tls(TLSNotice(time: time, .certificateChanged(ends: time))),
            .tls(TLSNotice(time: time, .certificateKept(reason: hostile))),
            .tls(TLSNotice(time: time, .handshakeFailed(reason: hostile))),
            .fault(FaultNotice(time: time, .set(.audience(hostile), host: hostile))),
            .fault(FaultNotice(time: time, .set(.keysRotated, host: nil))),
            .fault(FaultNotice(time: time, .cleared(.all))), .fault(FaultNotice(time: time, .cleared(.host(hostile)))),
            .fault(FaultNotice(time: time, .cleared(.sts))), .fault(FaultNotice(time: time, .cleared(.keys))),
            .fault(FaultNotice(time: time, .refused(reason: hostile))),
            .fault(FaultNotice(time: time, .clockMoved(ahead: .seconds(3_300)))),
            .principalChanged(PrincipalChanged(time: time, former: hostile, principal: "dev")),
            .clockMeasured(
                ClockMeasured(time: time, offset: .nanoseconds(-3_000_000_007), isCorrected: true, isAlarming: true)),
            .clockMeasured(ClockMeasured(time: time, offset: .seconds(3), isCorrected: false)),
            .preflightProgressed(PreflightReport(time: time, checks: checks, isComplete: true)),
            .preflightProgressed(PreflightReport(time: time, checks: [], isComplete: false)),
        ]
    }
}
