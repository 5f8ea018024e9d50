import Canvas
import CursesTerminal
import Dashboard
import ProxyCore
import Testing

extension CursesSuites {
    /// What a slow line has to carry: the dashboard's own frames at 80 by 24 through the real ncurses.
    @Suite("Bytes")
    struct BytesTests {
        private static let limit = 200

        /// How a reader has left the list.
        enum Situation: String, CaseIterable {
            case following, folded, marked, holding

            var keys: [Key] {
                switch self {
                case .following: []
                case .folded: [.character("=")]
                case .marked: [.character(" "), .character("G"), .character(" "), .character("G")]
                case .holding: [.character("k")]
                }
            }
        }

        private struct Session {
            var maker = RowMaker()
            var dashboard = Dashboard(Dashboard.Configuration(start: RowMaker.start))
            var terminal: CountedTerminal

            init(_ look: CountedTerminal.Look) throws {
                terminal = try CountedTerminal(look)
                _ = dashboard.update(.events(EventBatch(events: RowMaker.beginning)))
            }

            mutating func take(_ kind: RowKind, isMixed: Bool) {
                let events = maker.next(kind, isMixed: isMixed)
                _ = dashboard.update(.tick(now: maker.now))
                _ = dashboard.update(.events(EventBatch(events: events)))
            }

            /// As many rows as the columns need to settle: those that say the same everywhere make room for the others.
            mutating func settle(isMixed: Bool) async {
                for _ in 0..<40 {
                    take(.hit, isMixed: isMixed)
                    _ = dashboard.draw()
                }
                _ = await terminal.bytes(dashboard.draw())
            }

            mutating func press(_ keys: [Key]) async {
                for key in keys { _ = dashboard.update(.terminal(.key(key))) }
                _ = await terminal.bytes(dashboard.draw())
            }

            /// What a row more sends, and the next tick, which brings the counts and takes back what was bold.
            mutating func measure(_ kind: RowKind, isMixed: Bool) async -> (row: Int, tick: Int) {
                take(kind, isMixed: isMixed)
                let row = await terminal.bytes(dashboard.draw())
                _ = dashboard.update(.tick(now: maker.now.advanced(by: .milliseconds(600))))
                return (row, await terminal.bytes(dashboard.draw()))
            }
        }

        @Test(
            "A row of any kind is 200 bytes at most, and so is the tick after it, whatever the terminal",
            arguments: CountedTerminal.Look.all)
        func rows(look: CountedTerminal.Look) async throws {
            var session = try Session(look)
            defer { session.terminal.close() }
            for isMixed in [true, false] {
                await session.settle(isMixed: isMixed)
                for kind in RowKind.allCases {
                    for round in 0..<8 {
                        let (row, tick) = await session.measure(kind, isMixed: isMixed)
                        // The first rows of a kind meet those of the kind before, with whatever toast these brought.
                        guard round > 1 else { continue }
                        #expect((1...Self.limit).contains(row), "\(kind), mixed \(isMixed)")
                        #expect(tick <= Self.limit, "after \(kind), mixed \(isMixed)")
                    }
                }
            }
        }

        @Test("Folded, beside marked rows or while the list is held, too", arguments: Situation.allCases)
        func situations(situation: Situation) async throws {
            for kind in [RowKind.hit, .refused, .failedMint] {
                var session = try Session(CountedTerminal.Look.all[0])
                defer { session.terminal.close() }
                // Only rows that say the same are folded.
                let isMixed = situation != .folded
                await session.settle(isMixed: isMixed)
                await session.press(situation.keys)
                for round in 0..<6 {
                    let (row, tick) = await session.measure(kind, isMixed: isMixed)
                    guard round > 0 else { continue }
                    #expect(row <= Self.limit, "\(kind)")
                    #expect(tick <= Self.limit, "after \(kind)")
                }
            }
        }

        @Test(
            "Until the list is full it cannot scroll: the row before is written once more, and a row is 220 bytes at most"
        )
        func unfilled() async throws {
            for kind in RowKind.allCases {
                var session = try Session(CountedTerminal.Look.all[0])
                defer { session.terminal.close() }
                for _ in 0..<2 { _ = await session.measure(kind, isMixed: true) }
                for _ in 0..<10 {
                    let (row, tick) = await session.measure(kind, isMixed: true)
                    #expect(row <= 220, "\(kind)")
                    #expect(tick <= Self.limit, "after \(kind)")
                }
            }
        }

        @Test("A second more of countdowns is 200 bytes at most")
        func countdowns() async throws {
            var session = try Session(CountedTerminal.Look.all[0])
            defer { session.terminal.close() }
            await session.settle(isMixed: true)
            await session.press([.character("2")])
            for second in 1...20 {
                _ = session.dashboard.update(.tick(now: session.maker.now.advanced(by: .seconds(Int64(second)))))
                let tick = await session.terminal.bytes(session.dashboard.draw())
                #expect((1...Self.limit).contains(tick))
            }
        }
    }
}
