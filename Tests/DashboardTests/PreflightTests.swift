import Canvas
import Diagnosis
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The preflight on screen")
struct PreflightTests {
    private func brief(_ checks: [PreflightCheck]) -> [String] {
        let report = PreflightReport(time: Scenario.now, checks: checks, isComplete: true)
        return PreflightEntry.entries(of: report, .brief).map { "\($0.verdict.rawValue) \($0.name): \($0.text)" }
    }

    @Test("Steps of the way to STS share a line while they go well, with their times")
    func way() {
        #expect(
            brief(Scenario.network)[2...] == ["ok STS: sts.us-east-1.amazonaws.com  dns 2 ms  tcp 11 ms  tls 25 ms"])
    }

    @Test("A step that fails has its own line, and what hangs on it shares the next")
    func failure() {
        let refused = PreflightCheck(.tcp, .failed, "54.239.29.25 port 443: refused", remedy: "Look at the firewall.")
        let checks =
            Scenario.network.prefix(3) + [refused]
            + Scenario.skipped([.tls, .credentials, .identity], "needs the endpoint")
        #expect(
            brief(Array(checks)).dropFirst(2) == [
                "ok STS: sts.us-east-1.amazonaws.com  dns 2 ms", "!! tcp: 54.239.29.25 port 443: refused",
                "-- tls: needs the endpoint   also: credentials, identity",
            ])
    }

    @Test("A token that verifies is one line, one that does not is as many as there are steps")
    func token() {
        #expect(
            brief(Scenario.token) == [
                "ok token: 60m RS256 for https://api.example.com   claims, discovery, keys, signature ok"
            ])
        var checks = Scenario.token
        checks[4] = PreflightCheck(.signature, .failed, "does not verify", remedy: "Tell the issuer.")
        #expect(brief(checks).count == 2)
        #expect(brief(checks).last == "!! signature: does not verify")
    }

    @Test("Where the first word is no host's name, the whole text stands for the endpoint")
    func unnamed() {
        let check = PreflightCheck(.dns, .ok, "an address, not a name")
        #expect(brief([check]) == ["ok STS: an address, not a name  dns ok"])
    }

    @Test("Every step has a line of its own in the reader, in order, with its time")
    func whole() {
        let report = PreflightReport(time: Scenario.now, checks: Scenario.allWell, isComplete: true)
        #expect(
            PreflightEntry.entries(of: report, .whole).map(\.name) == PreflightStep.allCases.map(\.rawValue))
        #expect(report.tally == "14 ok")
    }

    @Test(
        "All fourteen steps and every failure can be seen at 80 x 24",
        arguments: [
            Scenario.allWell, Scenario.withoutCredentials, Scenario.expiredLogin, Scenario.clockOff,
            Scenario.federationUnknown,
        ])
    func fits(checks: [PreflightCheck]) {
        let text = Scenario.hello(checks).render().text
        for check in checks {
            // A token that verifies stands for its mint.
            let name = check.step == .mint && check.verdict == .ok ? "token" : check.step.rawValue
            #expect(text.contains(name))
        }
        for check in checks where check.verdict == .failed {
            let words = (check.text + " " + (check.remedy ?? "")).split { $0 == " " || $0 == "\n" }
            for word in words { #expect(text.contains(word), "\(word)") }
        }
        #expect(text.contains("P runs it again"))
    }

    @Test("Where even the failures have no room, P opens what scrolls")
    func small() {
        var dashboard = Scenario.hello(Scenario.clockOff, columns: 60, rows: 12)
        #expect(dashboard.render().text.contains("P shows all of it"))
        #expect(dashboard.render().text.contains("!! clock"))
        #expect(dashboard.press(.character("P")) == [.send(.runPreflight)])
        #expect(dashboard.place == .reader)
        #expect(dashboard.bodyLines.count > dashboard.bodyHeight)
        dashboard.press(.pageDown, .pageDown, .pageDown, .pageDown, .pageDown)
        #expect(dashboard.render().text.contains("P runs it again"))
    }

    @Test("P looks again, in place where the screen is empty, and else over the view that it was pressed in")
    func looksAgain() {
        var empty = Scenario.hello(Scenario.allWell)
        #expect(empty.press(.character("P")) == [.send(.runPreflight)])
        #expect(empty.place == .flows)
        for keys in [[Key.character("2")], [.character("3")], [.enter], [.character("2"), .enter], []] {
            var dashboard = Scenario.session(holding: 1187).pressed(keys)
            let place = dashboard.place
            #expect(dashboard.press(.character("P")) == [.send(.runPreflight)])
            #expect(dashboard.place == .reader)
            #expect(dashboard.render().text.contains("No step has been looked at yet."))
            dashboard.take([Scenario.report(Scenario.halfWay, isComplete: false)])
            #expect(dashboard.render().text.contains(".. identity"))
            dashboard.press(.escape)
            #expect(dashboard.place == (place == .reader ? .tokens : place))
        }
    }

    @Test("A preflight goes on being shown while the picture stands still")
    func paused() {
        var dashboard = Scenario.hello(Scenario.halfWay, isComplete: false).pressed([.character("p")])
        dashboard.take([Scenario.report(Scenario.allWell)])
        #expect(dashboard.render().text.contains("keys, signature ok"))
    }

    @Test("A remedy keeps the lines and the indentation that it came with, and breaks those that are too long")
    func remedy() {
        let scene = Scene.veiled(0)
        let lines = RemedyText.lines("Do this:\n  {\n    \"a\": [\"b\",\n\"c\"] }", scene, indent: 2, width: 40)
        #expect(lines.map(\.text) == ["  Do this:", "    {", "      \"a\": [\"b\",", "  \"c\"] }"])
        let long = RemedyText.lines("  " + Array(repeating: "word", count: 12).joined(separator: " "), scene, width: 30)
        #expect(long.count == 3)
        #expect(long.allSatisfy { $0.width <= 30 })
        #expect(long[1].text.hasPrefix("    word"))
        let deep = RemedyText.lines(String(repeating: " ", count: 500) + "end", scene, width: 40)
        #expect(deep.allSatisfy { $0.width <= 40 })
    }

    @Test("What is known without a preflight names the remedy too, and the rules in force")
    func withoutPreflight() {
        var configuration = Scenario.configuration()
        configuration.audienceRule = .configured(AudienceSet("urn:acme:etl"))
        configuration.upstreamScheme = .http
        var dashboard = Dashboard(configuration)
        dashboard.take([Scenario.beginning[0], Scenario.credentialsFailure("13:04:51", servingUntil: nil)])
        let text = dashboard.render().text
        #expect(text.contains("none: the login of session corp has expired"))
        #expect(text.contains("aws sso login --profile dev"))
        #expect(text.contains("from each request's X-Upstream-Host field, http"))
        #expect(text.contains("urn:acme:etl for every upstream"))
    }

    @Test("Where a refresh was refused, Enter shows the refusal in full before the claims of the token that serves")
    func refusalBeforeClaims() {
        var dashboard = Scenario.session(columns: 120, rows: 60)
        let failure = MintFailure(kind: .denied, code: "AccessDenied", message: "", remedy: Scenario.statement)
        dashboard.take([
            .tokenFailed(
                TokenFailed(
                    time: Scenario.now, audiences: Scenario.api, handle: TokenHandle(index: 0), reason: .due,
                    attempt: 1, failure: failure, retryAt: Scenario.now, took: .zero, waiters: 0, flow: nil,
                    stillServing: TokenID(handle: TokenHandle(index: 0), generation: 3)))
        ])
        _ = dashboard.draw()
        dashboard.press(.character("2"), .enter)
        let text = dashboard.render().text
        #expect(text.contains("\"Resource\": \"*\","))
        #expect(text.contains("A3 goes on serving"))
        #expect(text.contains("signature  never shown"))
    }

    @Test("A remedy takes the place of guesses, and its audience is hidden as everywhere")
    func failureRemedy() {
        var dashboard = Scenario.session(columns: 120, rows: 40)
        dashboard.take(Scenario.refusalWithRemedy)
        _ = dashboard.draw()
        dashboard.press(.enter)
        let text = dashboard.render().text
        #expect(text.contains("\"Action\": \"sts:GetWebIdentityToken\","))
        #expect(!text.contains("What to check, in order"))
        dashboard.hideLevel = 3
        #expect(!dashboard.render().text.contains("data.partner.io"))
    }
}
