import Foundation
import JotopSettings
import JotopTestSupport
import ProxyCore
import Recordings
import Testing
import TokenDecoding

@testable import JotopApp

/// One event of each kind, with hostile text wherever text can come from outside.
private enum Samples {
    static let hostile = "a\u{1B}[2Jb\r\nc\u{202E}d\u{9B}e"
    static let time = WallTime(milliseconds: 1_795_271_528_377)
    static let audiences = AudienceSet(hostile)
    static let handle = TokenHandle(index: 1)

    static var facts: TokenFacts {
        TokenFacts(
            id: TokenID(handle: handle, generation: 2), audiences: audiences, print: "9c41e7", length: 1214,
            issuedAt: time, expiresAt: time.advanced(by: .seconds(60)), header: .object(["kid": .string(hostile)]),
            claims: .object(["sub": .string(hostile)]))
    }

    static var end: FlowEnd {
        let start = FlowStart(
            id: FlowID(7), time: time, method: hostile, host: hostile, path: hostile, audiences: audiences)
        var end = FlowEnd(start: start, time: time)
        end.status = 401
        end.use = .hit
        end.token = SentToken(
            id: facts.id, print: "9c41e7", length: 1214, lifeLeft: .seconds(52), age: .seconds(8))
        end.error = ProxyError(.upstreamAborted, hostile)
        end.request = MessageCapture(startLine: hostile, fields: [CapturedField(name: hostile, value: hostile)])
        end.response = MessageCapture(startLine: hostile, fields: [], bodyPrefix: Array(hostile.utf8) + [0xFF])
        return end
    }

    static var minted: TokenMinted {
        TokenMinted(
            time: time, facts: facts, reason: .first, refreshAt: time, took: .milliseconds(398), waiters: 3,
            waiting: [FlowID(7), FlowID(8), FlowID(9)], flow: FlowID(7), requestID: hostile)
    }

    static var all: [ProxyEvent] {
        let failure = MintFailure(kind: .denied, code: hostile, message: hostile, requestID: hostile)
        return [
            .listening(Listening(time: time, address: "127.0.0.1:8080", upstream: hostile)), .flowStarted(end.start),
            .flowCompleted(end), .flowFailed(end),
            .tokenFetching(
                TokenFetching(
                    time: time, audiences: audiences, handle: handle, reason: .due, attempt: 2, flow: FlowID(7))),
            .tokenMinted(minted), .tokenRefreshed(minted),
            .tokenFailed(
                TokenFailed(
                    time: time, audiences: audiences, handle: handle, reason: .first, attempt: 1, failure: failure,
                    retryAt: time.advanced(by: .seconds(4)), took: .milliseconds(120), waiters: 1, flow: FlowID(7),
                    stillServing: facts.id)),
            .tokenEvicted(
                TokenEvicted(time: time, audiences: audiences, handle: handle, token: facts.id, reason: .capacity)),
            .tokenExpired(TokenExpired(time: time, audiences: audiences, token: facts.id, uses: 3)),
            .credentialsResolved(
                CredentialsResolved(time: time, source: "environment", expires: time, region: "x", principal: hostile)),
            .credentialsFailed(CredentialsFailed(time: time, source: "environment", message: hostile)),
            .tls(TLSNotice(time: time, .certificateChanged(ends: time))),
            .tls(TLSNotice(time: time, .certificateKept(reason: hostile))),
            .tls(TLSNotice(time: time, .handshakeFailed(reason: hostile))),
            .tokenRestored(
                TokenRestored(
                    time: time, audiences: audiences, token: facts.id,
                    instead: TokenID(handle: handle, generation: 3), refreshAt: time)),
            .mintingSwitched(MintingSwitched(time: time, isOn: false)),
            .mintingSwitched(MintingSwitched(time: time, isOn: true)),
            .audienceChanged(AudienceChanged(time: time, host: hostile, audiences: audiences)),
        ] + observed + experiments
    }

    private static var observed: [ProxyEvent] {
        [
            .flowProgressed(end),
            .tokenRetrying(
                TokenRetrying(
                    time: time, audiences: audiences, handle: handle,
                    retry: MintRetry(attempt: 2, code: hostile, took: .milliseconds(120), wait: .seconds(1)))),
            .principalChanged(PrincipalChanged(time: time, former: hostile, principal: hostile)),
            .clockMeasured(ClockMeasured(time: time, offset: .seconds(-3), isCorrected: true)),
            .fault(FaultNotice(time: time, .set(.audience(hostile), host: hostile))),
            .fault(FaultNotice(time: time, .cleared(.host(hostile)))),
            .tls(TLSNotice(time: time, .certificateInvalid(reason: hostile))),
            .fault(FaultNotice(time: time, .refused(reason: hostile))),
            .fault(FaultNotice(time: time, .clockMoved(ahead: .seconds(3_300)))),
            .preflightProgressed(
                PreflightReport(
                    time: time, checks: [PreflightCheck(.mint, .failed, hostile, remedy: hostile)], isComplete: true)),
        ]
    }

    private static var experiments: [ProxyEvent] {
        let check = SignatureCheck(
            time: time, verdict: .invalid, fault: .unknownKey, detail: hostile, remedy: hostile, keyID: hostile,
            issuer: hostile, keys: nil)
        return [
            .tokenVerified(
                TokenVerified(audiences: audiences, token: facts.id, print: "9c41e7", flow: FlowID(7), check: check)),
            .bisectProgressed(
                BisectReport(
                    time: time, flow: FlowID(7), host: hostile, status: 403, answers: [], phase: .complete,
                    readings: [hostile])),
            .replayRefused(ReplayRefused(time: time, flow: FlowID(7), isBisect: true, reason: hostile)),
        ]
    }
}

@Suite("Events as lines")
struct EventOutputTests {
    @Test("Each event is one JSON object with its time and the contract's type", arguments: [false, true])
    func json(_ detailed: Bool) throws {
        let names = [
            "listening", "flow.started", "flow.completed", "flow.failed", "token.fetching", "token.minted",
            "token.refreshed", "token.failed", "token.evicted", "token.expired", "credentials.resolved",
            "credentials.failed", "certificate.changed", "certificate.failed", "handshake.failed",
            "token.restored", "minting.off", "minting.on", "audience.changed", "flow.progressed", "token.retrying",
            "credentials.principal_changed", "clock.measured", "fault.set", "fault.cleared", "certificate.invalid",
            "fault.refused",
            "clock.moved", "preflight.progressed", "token.verified", "bisect.completed", "replay.refused",
        ]
        try #require(Samples.all.count == names.count)
        for (event, name) in zip(Samples.all, names) {
            let line = EventJSON.line(event, detailed: detailed)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(name)")
            #expect(object["time"] as? String == "2026-11-21T14:32:08.377Z")
            #expect(object["type"] as? String == name)
            #expect(line.hasPrefix("{\"time\":"))
        }
    }

    @Test("Events that are added to lines one by one are the same lines", arguments: [false, true])
    func lines(_ detailed: Bool) {
        var lines = Array("before\n".utf8)
        for event in Samples.all { EventJSON.add(event, detailed: detailed, to: &lines) }
        let expected = ["before"] + Samples.all.map { EventJSON.line($0, detailed: detailed) }
        #expect(String(decoding: lines, as: UTF8.self) == expected.map { $0 + "\n" }.joined())
    }

    @Test("A finished flow has the contract's fields")
    func flow() throws {
        let line = EventJSON.line(.flowFailed(Samples.end))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["flow"] as? Int == 7)
        #expect(object["status"] as? Int == 401)
        #expect(object["token"] as? String == "hit")
        #expect(object["error"] as? String == "upstream_aborted")
        #expect((object["durations"] as? [String: Double])?["total"] == 0)
        #expect((object["bytes"] as? [String: Int]) == ["request": 0, "response": 0])
    }

    @Test("The requests that waited for STS are numbered, and left out where there were none")
    func waiting() throws {
        let line = EventJSON.line(.tokenMinted(Samples.minted))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["waiting"] as? [Int] == [7, 8, 9])
        let lines = Samples.all.map { EventJSON.line($0) }
        #expect(lines.count { $0.contains("\"waiting\"") } == 2)
    }

    @Test("No line, whatever is in it, holds a character that moves a cursor or turns a line")
    func clean() {
        var lines = Samples.all.flatMap { [EventJSON.line($0, detailed: true), EventJSON.line($0)] }
        lines += Samples.all.compactMap { EventText.line($0, level: .debug, offset: 0) }
        lines.append(EventJSON.dropped(3, at: Samples.time))
        for scalar in lines.joined().unicodeScalars {
            #expect(scalar.value >= 0x20 && scalar.value != 0x7F && !(0x80...0x9F).contains(scalar.value))
            #expect(scalar != "\u{202E}")
        }
    }

    @Test("A clock that is far off is a warning, and one that is not is in no log")
    func clock() {
        func line(_ offset: Duration, isAlarming: Bool) -> String? {
            let clock = ClockMeasured(
                time: Samples.time, offset: offset, isCorrected: true, isAlarming: isAlarming)
            return EventText.line(.clockMeasured(clock), level: .info, offset: 0)
        }
        #expect(
            line(.seconds(3_661), isAlarming: true) == "14:32:08.377 WARN clock.measured this machine's clock is 1h1m1s"
                + " behind STS's; signatures are corrected by it")
        #expect(line(.seconds(-300), isAlarming: true)?.contains("is 5m ahead of STS's") == true)
        #expect(line(.seconds(3), isAlarming: false) == nil)
        let alarm = ClockAlarm()
        let offsets = [0, 239, 3_600, 3_601, 3_640, 2, 3_600].map { alarm.sounds(at: .seconds($0)) }
        #expect(offsets == [false, false, true, false, true, false, true])
    }

    @Test("A refusal is told with the first line of its remedy")
    func advice() {
        let failure = MintFailure(kind: .denied, code: "AccessDenied", message: "no", remedy: "allow it:\n{\n}")
        let failed = TokenFailed(
            time: Samples.time, audiences: AudienceSet("https://a"), handle: Samples.handle, reason: .first, attempt: 1,
            failure: failure, retryAt: Samples.time, took: .zero, waiters: 0, flow: nil, stillServing: nil)
        #expect(EventText.line(.tokenFailed(failed), level: .info, offset: 0)?.hasSuffix(" no: allow it:") == true)
        let none = CredentialsFailed(time: Samples.time, source: "environment", message: "none", remedy: "set\nthem")
        #expect(
            EventText.line(.credentialsFailed(none), level: .info, offset: 0)?
                .hasSuffix("credentials.failed environment: none: set") == true)
    }

    @Test("Credentials are told with their end, and whether they have one that nobody tells")
    func ends() throws {
        func event(_ expires: WallTime?, _ isTemporary: Bool) -> ProxyEvent {
            .credentialsResolved(
                CredentialsResolved(time: Samples.time, source: "x", expires: expires, isTemporary: isTemporary))
        }
        let table = [
            (event(Samples.time, true), " expires=2026-11-21T14:32:08.377Z"), (event(nil, true), " expires=?"),
        ]
        for (event, end) in table {
            #expect(EventText.line(event, level: .info, offset: 0)?.hasSuffix(" x region=-" + end) == true)
            #expect(EventJSON.line(event).contains(#""temporary":true"#))
        }
        #expect(EventText.line(event(nil, false), level: .info, offset: 0)?.hasSuffix(" x region=-") == true)
        #expect(EventJSON.line(event(nil, false)).contains(#""temporary":false"#))
    }

    @Test("A change of the principal is told with both")
    func principal() {
        let event = ProxyEvent.principalChanged(
            PrincipalChanged(time: Samples.time, former: "alice", principal: "dev-api"))
        #expect(
            EventText.line(event, level: .info, offset: 0)
                == "14:32:08.377 INFO credentials.principal_changed alice -> dev-api; tokens are renewed")
        #expect(
            EventJSON.line(event).hasSuffix(
                #""type":"credentials.principal_changed","former":"alice","principal":"dev-api"}"#))
    }

    @Test(
        "A level keeps back what is below it",
        arguments: [(0, true), (1, false), (2, true), (4, false), (5, true), (7, true), (12, true), (14, false)])
    func levels(_ index: Int, _ isShown: Bool) {
        #expect((EventText.line(Samples.all[index], level: .info, offset: 0) != nil) == isShown)
    }
}

@Suite("A decoded token as JSON")
struct TokenReportTests {
    @Test("It says what is in the token and how long it lives, and never the signature")
    func report() throws {
        let compact = FakeTokens.compact(audiences: ["https://a"], issuedAt: 1000, lifetime: 60)
        let report = TokenReport.json(try TokenDecoder.decode(compact), now: WallTime(seconds: 1010))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        #expect(object["seconds_left"] as? Int == 50)
        #expect(object["verified"] as? Bool == false)
        #expect((object["claims"] as? [String: Any])?["aud"] as? String == "https://a")
        #expect(!report.contains(FakeTokens.signature))
        #expect(object["clock"] as? String == "local")
        #expect(object["capped"] == nil)
    }

    @Test("Where STS's clock is known it judges, and a cap is told")
    func measured() throws {
        let compact = FakeTokens.compact(audiences: ["https://a"], issuedAt: 1000, lifetime: 60)
        let cap = SessionCap(wanted: .seconds(3_600), asked: .seconds(60), sessionEnds: WallTime(seconds: 1060))
        let report = TokenReport.json(
            try TokenDecoder.decode(compact), now: WallTime(seconds: 910), clockOffset: .seconds(100), cap: cap)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        #expect(object["seconds_left"] as? Int == 50)
        #expect(object["clock"] as? String == "sts")
        let capped = try #require(object["capped"] as? [String: Any])
        #expect(capped["asked"] as? Int == 60 && capped["wanted"] as? Int == 3_600)
        #expect(capped["session_ends"] as? String == WallTime(seconds: 1060).rfc3339)
    }
}
