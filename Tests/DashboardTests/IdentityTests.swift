import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The identity strip follows credentials and clock")
struct IdentityTests {
    private func strip(_ events: [ProxyEvent], at now: String = "14:32:08", columns: Int = 80) -> String {
        var dashboard = Dashboard(Scenario.configuration(columns: columns))
        dashboard.take([Scenario.beginning[0]] + events)
        dashboard.tell(.tick(now: Scenario.time(now)))
        return dashboard.render().text(row: 0)
    }

    @Test(
        "What the credentials have left is there, and whether they can be renewed",
        arguments: [
            ([Scenario.beginning[1]], "14:32:08", "creds 1h08m"),
            ([Scenario.beginning[1]], "15:37:00", "creds 4m00"),
            ([Scenario.beginning[1]], "15:41:00", "creds ended"),
            ([Scenario.credentials("14:00:00", "environment", until: nil)], "14:32:08", "creds static"),
            ([], "14:32:08", "creds ?"),
            ([Scenario.credentialsFailure("14:00:00", servingUntil: nil)], "14:32:08", "creds FAIL"),
            (
                [Scenario.beginning[1], Scenario.credentialsFailure("14:00:00", servingUntil: nil)], "14:32:08",
                "creds FAIL"
            ),
            (
                [Scenario.beginning[1], Scenario.credentialsFailure("14:00:00", servingUntil: "14:44:10")], "14:32:08",
                "creds 12m!"
            ),
            (
                [Scenario.beginning[1], Scenario.credentialsFailure("14:00:00", servingUntil: "14:44:10")], "14:44:10",
                "creds FAIL"
            ),
            (
                [Scenario.credentialsFailure("14:00:00", servingUntil: nil), Scenario.beginning[1]], "14:32:08",
                "creds 1h08m"
            ),
        ])
    func credentials(events: [ProxyEvent], now: String, mark: String) {
        #expect(strip(events, at: now).hasSuffix(mark))
    }

    @Test("Credentials that serve for longer than anybody waits have no end")
    func forever() {
        let failure = ProxyEvent.credentialsFailed(
            CredentialsFailed(
                time: Scenario.now, source: "x", message: "y", servingUntil: WallTime(seconds: .max)))
        #expect(strip([failure]).hasSuffix("creds static!"))
    }

    @Test(
        "The clock's offset is judged as validators and SDKs judge it",
        arguments: [
            (0, "ok", Role.text), (2, "ok", .text), (-2, "ok", .text), (3, "+3s", .text), (-60, "-1m00", .text),
            (61, "+1m01!", .warn), (-240, "-4m00!", .warn), (241, "+4m01!", .error), (3_661, "+61m!", .error),
            (-3_661, "-61m!", .error), (7_200, "+2h00m!", .error),
        ])
    func clock(seconds: Int, mark: String, role: Role) {
        let offset = ClockOffset(.seconds(seconds))
        #expect(offset.mark == mark)
        #expect(offset.role == role)
        let event = ProxyEvent.clockMeasured(
            ClockMeasured(time: Scenario.now, offset: .seconds(seconds), isCorrected: true))
        #expect(strip([event]).hasSuffix("creds ?   clock \(mark)"))
    }

    @Test("A sentence says whose clock is where")
    func sentence() {
        #expect(ClockOffset(.seconds(3_661)).sentence == "this machine's clock is 1h01m behind STS's")
        #expect(ClockOffset(.seconds(-90)).sentence == "this machine's clock is 1m30s ahead of STS's")
        #expect(ClockOffset(.seconds(1)).sentence == "this machine's clock agrees with STS's")
    }

    @Test(
        "Where there is little room the region goes first, then STS, clock, account and upstream; a wrong clock stays")
    func dropping() {
        let mint = Scenario.mint(Scenario.api, "A", 0, 1, at: "14:32:00", took: 398)
        let right = [Scenario.beginning[1], Scenario.clock] + mint
        let wrong = [Scenario.beginning[1], Scenario.clockAnHourOff] + mint
        let marks = ["us-east-1", "STS ok", "clock", "@1234..9012", "-> X-Upstream-Host", "dev-api"]
        var present: [[Bool]] = []
        for columns in (60..<130).reversed() {
            let text = strip(right, columns: columns)
            #expect(Canvas.width(text) <= columns)
            #expect(text.contains("creds 1h08m"))
            #expect(strip(wrong, columns: columns).contains("clock +61m!"))
            present.append(marks.map { text.contains($0) })
        }
        // Nothing comes back, and nothing goes before what stands left of it in the order.
        for row in present { #expect(row == row.filter { !$0 } + row.filter { $0 }) }
        #expect(present.first?.allSatisfy { $0 } == true)
        #expect(present.last?[2] == false)
        #expect(strip(right, columns: 120).contains("STS ok 398 ms   creds 1h08m   clock ok"))
    }

    @Test("A session whose end nobody tells is one, until a token tells it or STS refuses it")
    func session() {
        let found = ProxyEvent.credentialsResolved(
            CredentialsResolved(time: Scenario.now, source: "environment", expires: nil, isTemporary: true))
        let owner = ProxyEvent.credentialsResolved(
            CredentialsResolved(
                time: Scenario.now, source: "environment", expires: nil, isTemporary: true,
                principal: "arn:aws:sts::123456789012:assumed-role/dev-api/me"))
        let capped = Scenario.cappedMint
        #expect(strip([found]).hasSuffix("creds session"))
        #expect(strip([found] + capped).hasSuffix("creds 1h08m"))
        #expect(strip([found] + capped + [owner]).hasSuffix("creds 1h08m"))
        #expect(strip([found] + capped + [found]).hasSuffix("creds session"))
        #expect(strip([found] + capped, at: "15:41:00").hasSuffix("creds ended"))
        for code in ["ExpiredToken", "InvalidClientTokenId"] {
            #expect(strip([found, refused(code)]).hasSuffix("creds ended"))
            #expect(strip([found, refused(code), found]).hasSuffix("creds session"))
        }
        #expect(strip([found, refused("AccessDenied")]).hasSuffix("creds session"))
    }

    private func refused(_ code: String) -> ProxyEvent {
        .tokenFailed(
            TokenFailed(
                time: Scenario.now, audiences: Scenario.api, handle: TokenHandle(index: 0), reason: .first, attempt: 1,
                failure: MintFailure(kind: .denied, code: code, message: ""), retryAt: Scenario.now, took: .zero,
                waiters: 0, flow: nil, stillServing: nil))
    }

    @Test(
        "A claim's moment is read in the one form that AWS writes",
        arguments: [
            ("2026-11-21T14:32:08Z", 1_795_271_528), ("2026-11-21T14:32:08.377Z", 1_795_271_528),
            ("1970-01-01T00:00:00Z", 0), ("2024-02-29T23:59:59Z", 1_709_251_199), ("2026-13-21T14:32:08Z", nil),
            ("2026-11-21 14:32:08Z", nil), ("2026-11-21T14:32:08+01:00", nil), ("2026-11-2 T14:32:08Z", nil), ("", nil),
        ] as [(String, Int64?)])
    func claimTimes(text: String, seconds: Int64?) {
        #expect(WallTime(rfc3339: text)?.seconds == seconds)
    }

    @Test("What the credentials have left is judged by AWS's clock")
    func measuredEnd() {
        #expect(strip([Scenario.beginning[1], Scenario.clock("14:00:00", .seconds(3_600))]).contains("creds 8m "))
        #expect(strip([Scenario.beginning[1], Scenario.clock("14:00:00", .seconds(-2))]).contains("creds 1h08m "))
    }

    @Test("Renewed credentials of the same role are one row, and another principal has its own")
    func principalRows() {
        let me = "arn:aws:sts::123456789012:assumed-role/dev-api/"
        let other = "arn:aws:iam::123456789012:user/alice"
        let found = rows([
            Scenario.beginning[1], Scenario.credentials("14:30:00", "environment", until: "16:41"),
            Scenario.credentials("14:30:01", "environment", until: "16:41", principal: me + "later"),
            Scenario.credentials("14:30:02", "environment", until: "16:41", principal: other),
            .principalChanged(PrincipalChanged(time: Scenario.now, former: me + "later", principal: other)),
        ])
        #expect(found.count == 4)
        #expect(found[2].contains("alice@1234..9012"))
        #expect(found[3] == " CRED note identity changed: dev-api -> alice  tokens are renewed")
    }

    @Test("Renewed credentials still belong to whom their predecessors did")
    func keepsPrincipal() {
        let renewed = Scenario.credentials("14:40:00", "environment", until: "16:41")
        #expect(strip([Scenario.beginning[1], renewed], at: "14:41:00").contains("dev-api@1234..9012"))
        let others = Scenario.credentials("14:40:00", "container", until: "16:41")
        #expect(!strip([Scenario.beginning[1], others], at: "14:41:00").contains("dev-api"))
    }

    // MARK: - Rows of the events list

    private func rows(_ events: [ProxyEvent], until now: [String] = []) -> [String] {
        var dashboard = Dashboard(Scenario.configuration(columns: 120))
        dashboard.take(events)
        for time in now { dashboard.tell(.tick(now: Scenario.time(time))) }
        let log = dashboard.live.events
        return (0..<log.keys.count).compactMap { log[log.keys[$0]] }.map {
            "\($0.isProblem ? "!" : " ")\($0.kind.rawValue) \($0.what) "
                + EventWords($0, dashboard.scene, isWide: true).detail
        }
    }

    @Test("Credentials found, renewed, taken from elsewhere and not to be had are rows of their own")
    func credentialRows() {
        let sso = "profile dev (IAM Identity Center)"
        let found = rows([
            Scenario.beginning[1], Scenario.credentials("14:30:00", "environment", until: "16:41"),
            Scenario.credentials("14:31:00", sso, until: "17:00"),
            Scenario.credentialsFailure("14:32:00", servingUntil: "17:00"),
            Scenario.credentialsFailure("14:33:00", servingUntil: nil),
        ])
        #expect(
            found == [
                " CRED ok environment  dev-api@1234..9012  end 15:41:00 (2h36m)",
                " CRED ok renewed: environment  end 16:41:00 (2h11m)",
                " CRED ok now from profile dev (IAM Identity Center)  end 17:00:00 (2h29m)",
                "!CRED FAIL profile dev (IAM Identity Center)  x2 in 1m  the login of session corp has expired",
            ])
    }

    @Test("The end of the credentials is told once when it is near, and once when it has come")
    func endRows() {
        let times = ["15:35:59", "15:36:01", "15:37:00", "15:40:59", "15:41:00", "15:42:00"]
        let told = rows([Scenario.beginning[1]], until: times).dropFirst()
        #expect(
            told == [
                " CRED note credentials end 15:41:00 (4m59s)  no newer ones yet",
                "!CRED end credentials ended 15:41:00  no newer ones",
            ])
        let renewed = [Scenario.beginning[1], Scenario.credentials("15:30:00", "environment", until: "17:00")]
        #expect(rows(renewed, until: times).count == 2)
    }

    @Test(
        "A change of the clock is told when it is large, and when it is right again",
        arguments: [
            ([0, 1, 2, -2], 0), ([3_661, 3_662, 3_660], 1), ([29], 0), ([30, 31, 1], 2), ([61, 59, 61, 60], 1),
            ([3_600, 0, 3_600], 3), ([-200], 1),
        ])
    func clockRows(offsets: [Int], count: Int) {
        let events = offsets.map {
            ProxyEvent.clockMeasured(
                ClockMeasured(time: Scenario.now, offset: .seconds($0), isCorrected: false))
        }
        let told = rows(events)
        #expect(told.count == count)
        #expect(told.allSatisfy { $0.hasPrefix(" CRED note this machine's clock") })
    }

    // MARK: - Capped tokens

    @Test(
        "A cap is a sentence",
        arguments: [
            (3_600, 2_460, "15:41", "asked 41m instead of 1h: the role session ends 15:41"),
            (5_400, 61, "15:41", "asked 1m1s instead of 1h30m: the role session ends 15:41"),
            (3_600, 900, nil, "asked 15m instead of 1h: the role session would end first, when is not known"),
        ] as [(Int, Int, String?, String)])
    func caps(wanted: Int, asked: Int, end: String?, text: String) {
        let cap = SessionCap(
            wanted: .seconds(wanted), asked: .seconds(asked), sessionEnds: end.map { Scenario.time($0) })
        #expect(cap.sentence(Scenario.session().timekeeping) == text)
    }

    @Test("A capped token is one while it is fresh, then due like any other")
    func cappedState() {
        var dashboard = Scenario.session()
        dashboard.take(Scenario.cappedMint)
        let row = dashboard.live.tokens[Scenario.api]
        #expect(row?.state(at: Scenario.now) == .capped)
        #expect(row?.state(at: Scenario.time("15:09:00")) == .due)
        let log = dashboard.live.events
        let words = log.keys.last.flatMap { log[$0] }.map { EventWords($0, dashboard.scene, isWide: false).detail }
        #expect(words?.hasPrefix("60m wanted, 41m asked: capped  401 ms") == true)
    }
}
