import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Text from elsewhere")
struct HostileTextTests {
    /// What a peer may put into every field it has a say in.
    static let poisons = [
        "a\u{1B}[2Jb", "a\rb\nc\td", "\u{202E}gpj.exe", "\u{200B}\u{FEFF}zero", "漢字かな交じり文",
        "e\u{301}\u{302}\u{303}\u{304}", "\u{0}\u{7F}\u{9B}31m",
        "🫨\u{E0041}\u{FE0F}", String(repeating: "界", count: 200), String(repeating: "x", count: 500),
    ]

    private func poisoned(_ text: String, columns: Int, rows: Int) -> Dashboard {
        var configuration = Scenario.configuration(columns: columns, rows: rows)
        configuration.hideLevel = 0
        var dashboard = Dashboard(configuration)
        dashboard.take(Self.events(text))
        dashboard.tell(.log(text))
        _ = dashboard.draw()
        return dashboard
    }

    @Test(
        "A cell that shows less than there is has the look of what was cleaned, and a word beside the row says so",
        arguments: [("/ad\u{200B}min", true), ("/gpj.\u{202E}exe", true), ("/plain/漢字", false)])
    func marked(path: String, isMarked: Bool) throws {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(Scenario.beginning + Scenario.hit(1, "14:32:00", "GET", path, 200, 5))
        let canvas = dashboard.draw()
        let row = try #require((3..<22).first { canvas.text(row: $0).contains("api.example.com") })
        let slash = try #require((0..<80).first { canvas[row, $0].glyph == Glyph("/") })
        #expect((canvas[row, slash].style.role == .cleaned) == isMarked)
        #expect(canvas.text(row: 22).contains("cleaned") == isMarked)
    }

    /// Every kind of event, the text in each of its fields.
    private static func events(_ text: String) -> [ProxyEvent] {
        let audiences = AudienceSet(text)
        let start = FlowStart(
            id: FlowID(1), time: Scenario.now, method: text, host: text, path: text, audiences: audiences)
        var end = FlowEnd(start: start, time: Scenario.now)
        (end.status, end.use) = (401, .hit)
        let id = TokenID(handle: TokenHandle(index: 0), generation: 1)
        end.token = SentToken(id: id, print: text, length: 9, lifeLeft: .seconds(9), age: .seconds(9))
        let fields = [
            CapturedField(name: text, value: text, change: .replaced(was: text)),
            CapturedField(name: "WWW-Authenticate", value: "Bearer error_description=\"\(text)\""),
            CapturedField(name: "authorization", value: text, change: .added),
        ]
        end.request = MessageCapture(startLine: text, fields: fields)
        end.response = MessageCapture(
            startLine: text, fields: fields, bodyPrefix: Array(text.utf8) + [0xFF, 0x0A, 0xC2, 0x85])
        var refused = FlowEnd(
            start: FlowStart(
                id: FlowID(2), time: Scenario.now, method: text, host: nil, path: text, audiences: audiences),
            time: Scenario.now)
        (refused.status, refused.error) = (502, ProxyError(.upstreamUnavailable, text))
        let claims: JSONValue = .object([
            "aud": .string(text), "sub": .string(text), "iss": .string(text), "jti": .string(text), text: .string(text),
            "https://sts.amazonaws.com/": .object([
                text: .array([.string(text)]), "request_tags": .object([text: .string(text)]),
            ]),
        ])
        let facts = TokenFacts(
            id: id, audiences: audiences, print: text, length: 9, issuedAt: Scenario.now,
            expiresAt: Scenario.now.advanced(by: .seconds(3600)),
            header: .object(["kid": .string(text), text: .string(text)]),
            claims: claims)
        let minted = TokenMinted(
            time: Scenario.now, facts: facts, reason: .first, refreshAt: Scenario.now.advanced(by: .seconds(3000)),
            took: .milliseconds(5), waiters: 1, flow: FlowID(1), requestID: text,
            cap: SessionCap(wanted: .seconds(3600), asked: .seconds(60), sessionEnds: nil))
        let failed = TokenFailed(
            time: Scenario.now, audiences: AudienceSet(text + "2"), handle: TokenHandle(index: 1), reason: .forced,
            attempt: 1,
            failure: MintFailure(
                kind: .denied, code: text, message: text, requestID: text, remedy: "{\n    \(text)\n}"),
            retryAt: Scenario.now,
            took: .milliseconds(5), waiters: 1, flow: FlowID(1), stillServing: nil)
        return [
            .listening(Listening(time: Scenario.now, address: text, upstream: text)),
            .tls(TLSNotice(time: Scenario.now, .certificateKept(reason: text))),
            .tls(TLSNotice(time: Scenario.now, .handshakeFailed(reason: text))),
            .credentialsResolved(
                CredentialsResolved(
                    time: Scenario.now, source: text, expires: Scenario.time("15:00"), region: text,
                    principal: "arn:aws:iam::\(text):role/\(text)")),
            .flowStarted(start), .tokenMinted(minted), .flowCompleted(end), .flowStarted(refused.start),
            .flowFailed(refused),
            .tokenFailed(failed),
            .credentialsFailed(
                CredentialsFailed(
                    time: Scenario.now, source: text, message: text, remedy: text,
                    servingUntil: Scenario.now.advanced(by: .seconds(60)))),
            report(text),
        ]
    }

    /// Every step, with the text in each of its fields.
    private static func report(_ text: String) -> ProxyEvent {
        let verdicts = PreflightCheck.Verdict.allCases
        let checks = PreflightStep.allCases.enumerated().map { index, step in
            PreflightCheck(
                step, verdicts[index % verdicts.count], text, remedy: "\(text)\n  \(text)", took: .milliseconds(3))
        }
        return .preflightProgressed(PreflightReport(time: Scenario.now, checks: checks, isComplete: false))
    }

    /// Key presses that bring every view and pane on screen, one after the other.
    private static let tour: [Key] =
        [
            .home, .enter, .character("]"), .character("]"), .character("]"), .character("]"), .escape, .character("!"),
            .character("p"),
        ]
        + [
            .character("p"), .character("2"), .enter, .pageDown, .escape, .down, .enter, .escape, .character("x"),
            .escape, .up,
        ]
        + [.character("x"), .escape, .character("3"), .home] + Array(repeating: .down, count: 12) + [
            .enter, .character("?"), .escape,
        ]
        + [
            .escape, .character("H"), .character("1"), .character("H"), .character("H"), .character("2"),
            .character("3"), .character("P"), .pageDown, .character("H"), .end,
        ]

    @Test("No field of any event shears a row or reaches the terminal uncleaned", arguments: poisons)
    func neverShears(text: String) {
        for (columns, rows) in [(80, 24), (110, 33)] {
            var dashboard = poisoned(text, columns: columns, rows: rows)
            for key in Self.tour {
                dashboard.tell(.terminal(.key(key)))
                check(dashboard.draw(), "\(text.prefix(8).debugDescription) at \(columns), key \(key.name)")
            }
        }
    }

    @Test("An empty screen takes hostile words of its own too", arguments: poisons)
    func hello(text: String) {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take([.listening(Listening(time: Scenario.now, address: text, upstream: text))])
        check(dashboard.draw(), "hello")
        dashboard.take([
            .credentialsFailed(CredentialsFailed(time: Scenario.now, source: text, message: text, remedy: text))
        ])
        check(dashboard.draw(), "no credentials")
        dashboard.take([Self.report(text)])
        for size in [(80, 24), (60, 12), (120, 40), (200, 60)] {
            dashboard.tell(.terminal(.resized(Canvas.Size(columns: size.0, rows: size.1))))
            check(dashboard.draw(), "preflight at \(size.0)")
        }
    }

    @Test("Where requests go and for whom is configured text, and cleaned like any other", arguments: poisons)
    func rules(text: String) {
        var configuration = Scenario.configuration()
        configuration.audienceRule = .configured(AudienceSet(text))
        var dashboard = Dashboard(configuration)
        dashboard.take([Scenario.report(Scenario.allWell), Scenario.clockAnHourOff])
        check(dashboard.draw(), "rules")
    }

    private func check(_ canvas: Canvas, _ comment: String) {
        for row in 0..<canvas.size.rows {
            var width = 0
            for column in 0..<canvas.size.columns {
                guard let glyph = canvas[row, column].glyph else { continue }
                width += glyph.width
                if glyph.scalars.count == 1, (0x20..<0x7F).contains(glyph.scalars[0].value) { continue }
                let isClean = glyph.scalars.allSatisfy { scalar in
                    scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
                        && scalar.properties.generalCategory != .format
                        && scalar.properties.generalCategory != .control
                }
                if !isClean || glyph.scalars.count > 3 { Issue.record("\(comment): row \(row) column \(column)") }
            }
            if width != canvas.size.columns { Issue.record("\(comment): row \(row) is \(width) wide") }
        }
    }

    // MARK: - Secrets

    @Test("No view draws a token or a credential, whatever the hide level", arguments: Veil.levels)
    func noSignature(level: Int) {
        // Neither facts nor captures hold one: the events' types are the first line of defence, this is the second.
        var dashboard = Scenario.session(holding: 1187, columns: 120, rows: 40)
        dashboard.hideLevel = level
        var claimsSeen = 0
        for key in Self.tour where key != .character("H") {
            dashboard.tell(.terminal(.key(key)))
            let text = dashboard.draw().text
            #expect(!text.contains("eyJhbGciOi"))
            guard text.contains("\n header") else { continue }
            #expect(text.contains("signature  never shown"))
            claimsSeen += 1
        }
        #expect(claimsSeen > 0)
    }
}
