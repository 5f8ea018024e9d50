import ArgumentParser
import Foundation
import JotopSettings
import ProxyCore
import Recordings
import Testing

@testable import Diagnosis
@testable import JotopApp

@Suite("Diagnoses in the log")
struct DiagnosisOutputTests {
    private static let hostile = "x\u{1b}[2J\r\n\u{202E}"
    private static let audiences = AudienceSet("https://billing.example.net")
    private static let time = WallTime(milliseconds: 1_795_271_510_377)

    private func end(_ status: Int?, flow: UInt64 = 7, age: Duration = .seconds(60), challenge: String? = nil)
        -> FlowEnd
    {
        let start = FlowStart(
            id: FlowID(flow), time: Self.time, method: "GET", host: "billing.example.net", path: "/",
            audiences: Self.audiences)
        var end = FlowEnd(start: start, time: Self.time)
        end.status = status
        end.token = SentToken(
            id: TokenID(handle: TokenHandle(index: 1), generation: 1), print: "9c41e7", length: 1_214,
            lifeLeft: .seconds(3_000), age: age)
        end.response = MessageCapture(
            startLine: "\(status ?? 0) X",
            fields: challenge.map { [CapturedField(name: "WWW-Authenticate", value: $0)] } ?? [])
        return end
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("A log that tells why requests fail is told of those that went well", arguments: LogLevel.allCases)
    func interest(_ level: LogLevel) {
        for format in [EventLog.Format.json(level: level), .text(level: level, offset: 0)] {
            #expect((format.interest >= .ends) == (level <= .warn))
        }
    }

    @Test("A refused request is followed by its cause, a remedy without a key, and the evidence")
    func refused() throws {
        var stage = DiagnosisStage()
        let refused = end(401, challenge: #"Bearer error_description="aud not accepted""#)
        let report = try #require(stage.absorb(.flowCompleted(refused)).first)
        let line = try object(EventJSON.line(report))
        #expect(line["type"] as? String == "diagnosis")
        #expect(line["time"] as? String == "2026-11-21T14:31:50.377Z")
        #expect(line["flow"] as? Int == 7)
        #expect(line["cause"] as? String == "aud")
        #expect(line["text"] as? String == "the upstream expects a different audience")
        #expect(line["remedy"] as? String == "set the audience for this host: --token-audience VALUE")
        let evidence = try #require(line["evidence"] as? [String])
        #expect(
            evidence.first?.hasPrefix("audience: https://billing.example.net   upstream said \"aud not accepted\"")
                == true)
        #expect(
            EventText.line(report, offset: 0)
                == "14:31:50.377 WARN diagnosis #7 billing.example.net aud: the upstream expects a different audience;"
                + " try: set the audience for this host: --token-audience VALUE")
    }

    @Test("A fault is told as what it is, also where the upstream ought not to have accepted it")
    func faulted() throws {
        var stage = DiagnosisStage()
        for (status, verdict) in [(401, "refused it with 401, as it should"), (200, "it does not check signatures")] {
            var faulted = end(status)
            faulted.fault = .tampered
            let report = try #require(stage.absorb(.flowCompleted(faulted)).first)
            let line = try object(EventJSON.line(report))
            #expect(line["cause"] as? String == "fault")
            #expect((line["text"] as? String)?.hasSuffix(verdict) == true)
            #expect(line["remedy"] as? String == "take the fault back: start jotop without that --fault")
            #expect(
                EventText.line(.flowCompleted(faulted), level: .debug, offset: 0)?.contains("fault=\"tampered\"")
                    == true)
        }
        var plain = end(200)
        plain.fault = .slow(.seconds(3))
        #expect(stage.absorb(.flowCompleted(plain)).isEmpty)
    }

    @Test("What went well, and what nobody waits for, is not told of", arguments: [200, 204, 404])
    func quiet(status: Int) {
        var stage = DiagnosisStage()
        #expect(stage.absorb(.flowCompleted(end(status))).isEmpty)
        #expect(stage.absorb(.flowStarted(end(status).start)).isEmpty)
        var gone = end(nil)
        gone.error = ProxyError(.clientGone, "")
        #expect(stage.absorb(.flowFailed(gone)).isEmpty)
    }

    @Test("A request of the proxy's own refusal has its cause, too")
    func own() throws {
        var stage = DiagnosisStage()
        var failed = end(502)
        (failed.token, failed.response) = (nil, nil)
        failed.error = ProxyError(.upstreamUnavailable, "the name a.example cannot be resolved")
        let report = try #require(stage.absorb(.flowFailed(failed)).first)
        #expect(report.cause == .name)
    }

    @Test("A later request may explain an earlier one: its token was too young")
    func young() throws {
        var stage = DiagnosisStage()
        let first = try #require(stage.absorb(.flowCompleted(end(401, age: .milliseconds(200)))).first)
        #expect(first.cause == .audience)
        let second = try #require(stage.absorb(.flowCompleted(end(200, flow: 8, age: .seconds(6)))).first)
        #expect(second.flow.id == FlowID(7))
        #expect(second.cause == .young)
        #expect(second.remedy?.contains("leeway") == true)
        #expect(stage.absorb(.flowCompleted(end(200, flow: 9, age: .seconds(7)))).isEmpty)
    }

    @Test("Every flag that a remedy names is one that run has", arguments: Cause.allCases)
    func flags(cause: Cause) {
        let help = RunCommand.helpMessage(columns: 200)
        for error in [nil, ProxyError(.headTooLarge, "")] {
            var flow = end(401)
            flow.error = error
            for setting in CauseRemedies(cause, Evidence(flow: flow)).remedies.compactMap(\.setting)
            where setting.hasPrefix("--") {
                let flag = setting.prefix { $0 != " " }
                #expect(help.contains("\(flag) ") || help.contains("\(flag)\n"), "\(flag)")
            }
        }
    }

    @Test("No key and no line of the prompt is named to who has no dashboard", arguments: Cause.allCases)
    func withoutScreen(cause: Cause) {
        for error in [nil, ProxyError(.upstreamUnavailable, "the upstream's answer is not HTTP/1.1: a bare LF")] {
            var flow = end(401)
            flow.error = error
            for remedy in CauseRemedies(cause, Evidence(flow: flow)).remedies {
                let isDashboards = remedy.action?.needsDashboard == true && remedy.setting == nil
                #expect(remedy.sentence.hasPrefix("in the dashboard: ") == isDashboards)
                #expect(remedy.takesNoScreen != isDashboards)
                #expect(remedy.setting?.hasPrefix(":") != true)
            }
        }
    }

    @Test("A denial names what doctor has to say of it, and Why the key that writes it: one remedy, told twice")
    func denial() throws {
        let remedy = try #require(CauseRemedies(.denied, Evidence(flow: end(502))).remedies.first)
        #expect(remedy.action == .policy)
        #expect(remedy.sentence == "get the IAM statement that allows it: jotop doctor --audience VALUE prints it")
    }

    @Test("Nothing that an upstream says moves a cursor or ends a line")
    func hostile() throws {
        var stage = DiagnosisStage()
        let report = try #require(
            stage.absorb(.flowCompleted(end(401, challenge: "Bearer error_description=\"audience \(Self.hostile)\"")))
                .first)
        for line in [EventJSON.line(report), EventText.line(report, offset: 0)] {
            #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
        }
        _ = try object(EventJSON.line(report))
    }
}
