import Canvas
import CursesTerminal
import Dashboard
import ProxyCore
import Testing

extension CursesSuites {
    /// What a slow line has to carry: the dashboard's own frames through the real encoder.
    @Suite("Bytes")
    struct BytesTests {
        private static let start = WallTime(seconds: 1_795_271_528)
        private static let audience = AudienceSet("https://api.example.com")
        private static let token = TokenID(handle: TokenHandle(index: 0), generation: 1)

        /// A dashboard at 80 x 24 with one token and so many requests behind it.
        private static func dashboard(requests: Int) -> Dashboard {
            var dashboard = Dashboard(Dashboard.Configuration(start: start))
            let facts = TokenFacts(
                id: token, audiences: audience, print: "a1b2c3", length: 1214, issuedAt: start,
                expiresAt: start.advanced(by: .seconds(3600)), header: .object([:]), claims: .object([:]))
            let minted = TokenMinted(
                time: start, facts: facts, reason: .first, refreshAt: start.advanced(by: .seconds(3300)),
                took: .milliseconds(398), waiters: 1, flow: nil, requestID: nil)
            _ = dashboard.update(.events(EventBatch(events: [.tokenMinted(minted)])))
            for number in 1...requests { add(number, to: &dashboard) }
            return dashboard
        }

        private static func add(_ number: Int, to dashboard: inout Dashboard) {
            let time = start.advanced(by: .milliseconds(Int64(number) * 700))
            let flow = FlowStart(
                id: FlowID(UInt64(number)), time: time, method: "GET", host: "api.example.com",
                path: "/v1/items/\(number % 50)", audiences: audience)
            var end = FlowEnd(start: flow, time: time.advanced(by: .milliseconds(38)))
            (end.status, end.use) = (200, .hit)
            end.token = SentToken(
                id: token, print: "a1b2c3", length: 1214,
                lifeLeft: start.advanced(by: .seconds(3600)).duration(to: time),
                age: .zero)
            end.durations = FlowDurations(wait: .milliseconds(37), total: .milliseconds(38))
            _ = dashboard.update(.tick(now: time))
            _ = dashboard.update(.events(EventBatch(events: [.flowStarted(flow), .flowCompleted(end)])))
        }

        /// How many bytes a frame sends: they all stand there once the terminal's thread has answered a key behind it.
        private func bytes(_ canvas: Canvas, _ terminal: CursesTerminal, _ pseudo: PseudoTerminal) -> Int {
            terminal.present(canvas)
            let first = pseudo.readChunk(milliseconds: 10_000)?.count ?? 0
            return first + pseudo.readRest().utf8.count
        }

        @Test("A row more is 200 bytes at most, most of the time, and a second more always")
        func rowsAndTicks() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            defer { terminal.close() }
            var dashboard = Self.dashboard(requests: 300)
            _ = bytes(dashboard.draw(), terminal, pseudo)
            // By then the columns that are the same in every row have made room for the others.
            for number in 301...320 {
                Self.add(number, to: &dashboard)
                _ = bytes(dashboard.draw(), terminal, pseudo)
            }
            var rows: [Int] = []
            for number in 321...341 {
                Self.add(number, to: &dashboard)
                rows.append(bytes(dashboard.draw(), terminal, pseudo))
            }
            #expect(rows.allSatisfy { $0 > 0 })
            #expect(rows.sorted()[rows.count / 2] <= 200, "\(rows)")
            #expect((rows.max() ?? 0) < 1500)
            _ = dashboard.update(.terminal(.key(.character("2"))))
            _ = bytes(dashboard.draw(), terminal, pseudo)
            for second in 1...10 {
                let now = Self.start.advanced(by: .milliseconds(341 * 700 + Int64(second) * 1000))
                _ = dashboard.update(.tick(now: now))
                #expect(bytes(dashboard.draw(), terminal, pseudo) <= 200)
            }
        }
    }
}
