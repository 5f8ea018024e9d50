import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("What stands around Why")
struct WhyPaneTests {
    /// #1187, which billing has refused, with its Why open.
    private static func why(columns: Int, rows: Int) -> Dashboard {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        _ = dashboard.draw()
        while let selected = dashboard.selectedFlow, selected.id.number != 1_187 { dashboard.press(.up) }
        dashboard.press(.enter)
        return dashboard
    }

    @Test("What Why asks its reader to try has its keys first; another tab has Why's own", arguments: [80, 120])
    func hints(columns: Int) {
        var dashboard = Self.why(columns: columns, rows: 40)
        let gap = columns == 80 ? "  " : "   "
        let tries = ["Esc back", "a audience", "B bisect", "r refresh", "R replay", "v verify", "y copy"]
        let line = HintsLine(dashboard).line.text
        #expect(line.hasPrefix(" " + tries.joined(separator: gap)))
        #expect(line.hasSuffix("? help"))
        #expect(line.contains("e export") == (columns == 120))
        #expect(!line.contains("w why"))
        dashboard.press(.character("]"))
        let other = HintsLine(dashboard).line.text
        #expect(other.contains("w why") && !other.contains("a audience"))
    }

    @Test("How the checks came out is told below them, whether they are all on the screen or not")
    func tally() {
        let wide = ContextLine(Self.why(columns: 120, rows: 40)).line.text
        #expect(wide.hasPrefix(" #1187  !! 1   ?? 2   ok 4   -- 1"))
        let small = ContextLine(Self.why(columns: 80, rows: 24)).line.text
        #expect(small.hasPrefix(" #1187  !! 1  ?? 2  ok 4  -- 1  "))
        #expect(small.contains("of 22"))
        let narrow = ContextLine(Self.why(columns: 60, rows: 12)).line.text
        #expect(narrow.hasPrefix(" #1187  Why") && narrow.contains(" scroll"))
        var other = Self.why(columns: 120, rows: 40)
        other.press(.character("]"))
        #expect(ContextLine(other).line.text.hasPrefix(" #1187  Request"))
    }

    @Test("A wide Why says where the time went, once it is over; a narrow one leaves it to its tab")
    func timing() throws {
        let dashboard = Self.why(columns: 120, rows: 40)
        let record = try #require(dashboard.selectedFlow)
        func lines(_ record: FlowRecord, width: Int) -> [String] {
            WhyText(record: record, scene: dashboard.scene, width: width).lines.map(\.text)
        }
        let wide = lines(record, width: 118).filter { $0.hasPrefix("Timing") }
        #expect(wide.count == 1)
        #expect(
            wide.first?.hasPrefix("Timing, ms     token 0.0 (hit) | connect 0.0 (reused) | upstream 25.0 | ") == true)
        #expect(!lines(record, width: 78).contains { $0.hasPrefix("Timing") })
        var running = record
        (running.progress, running.end) = (record.end, nil)
        #expect(lines(running, width: 118).contains { $0.hasPrefix("Checks on the token") })
        #expect(!lines(running, width: 118).contains { $0.hasPrefix("Timing") })
    }
}
