import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Who gets which part of the screen")
struct LayoutTests {
    @Test(
        "A size decides where the pane stands",
        arguments: [
            (80, 24, nil), (99, 60, nil), (100, 31, nil), (100, 32, .below), (120, 40, .below), (159, 60, .below),
            (160, 24, .beside), (200, 60, .beside),
        ] as [(Int, Int, Split.Side?)])
    func automatic(columns: Int, rows: Int, side: Split.Side?) {
        #expect(Split().side(on: Canvas.Size(columns: columns, rows: rows)) == side)
    }

    @Test(
        "The bar turns the split where there is room, and is kept only there",
        arguments: [(80, 24, nil), (120, 40, nil), (121, 24, .beside), (130, 40, .beside), (200, 60, .below)]
            as [(Int, Int, Split.Side?)])
    func turning(columns: Int, rows: Int, turned: Split.Side?) {
        let size = Canvas.Size(columns: columns, rows: rows)
        var split = Split()
        let hasTurned = split.turn(on: size)
        #expect(hasTurned == (turned != nil))
        if let turned { #expect(split.side(on: size) == turned) }
        #expect(split.side(on: Canvas.Size(columns: 80, rows: 24)) == nil)
    }

    @Test("Shares stay within bounds, and grow what has the keys")
    func shares() {
        let (below, beside) = (Canvas.Size(columns: 120, rows: 40), Canvas.Size(columns: 200, rows: 60))
        var split = Split()
        split.grow(true, isListFocused: false, on: below)
        #expect(split.focusedShare == 65)
        split.grow(true, isListFocused: true, on: beside)
        #expect(split.listShare == 59)
        split.grow(true, isListFocused: false, on: beside)
        #expect(split.listShare == 54)
        for _ in 0..<20 { split.grow(false, isListFocused: true, on: beside) }
        for _ in 0..<20 { split.grow(true, isListFocused: true, on: below) }
        #expect(split.listShare == 25)
        #expect(split.focusedShare == 75)
    }

    static let contents: [Layout.Content] = [
        .list, .whole, .half, .split(.below, paneHasKeys: false), .split(.below, paneHasKeys: true),
        .split(.beside, paneHasKeys: true), .tokens(count: 0, hasPane: false), .tokens(count: 4, hasPane: false),
        .tokens(count: 4, hasPane: true), .tokens(count: 500, hasPane: true), .tokens(count: 500, hasPane: false),
    ]

    @Test("Parts never overlap nor leave the body, whatever the size", arguments: contents)
    func disjoint(content: Layout.Content) {
        for columns in [60, 79, 80, 99, 100, 120, 121, 159, 160, 200, 333] {
            for rows in [12, 13, 20, 24, 31, 32, 40, 49, 50, 60, 100] {
                for hasStrip in [false, true] {
                    let size = Canvas.Size(columns: columns, rows: rows)
                    if case .split(.beside, _) = content, columns < 121 { continue }
                    if case .tokens(_, true) = content, columns < 121 { continue }
                    let layout = Layout(size: size, content: content, hasStrip: hasStrip)
                    let parts = [layout.list, layout.timeline, layout.summary, layout.pane, layout.strip].compactMap(
                        \.self)
                    #expect(Self.areDisjoint(parts, within: layout.body), "\(columns) x \(rows) \(layout)")
                    #expect(parts.allSatisfy { $0.rows >= 1 && $0.columns >= 1 }, "\(columns) x \(rows) \(layout)")
                }
            }
        }
    }

    private static func areDisjoint(_ parts: [Region], within body: Region) -> Bool {
        let isInside = parts.allSatisfy {
            body.rowRange.contains($0.rowRange) && body.columnRange.contains($0.columnRange)
        }
        let pairs = parts.indices.flatMap { one in parts.indices.filter { $0 > one }.map { (parts[one], parts[$0]) } }
        return isInside
            && pairs.allSatisfy { !$0.rowRange.overlaps($1.rowRange) || !$0.columnRange.overlaps($1.columnRange) }
    }

    @Test("At 200 columns the list has 108 and the pane 91; a strip of eight events stands below")
    func huge() {
        let layout = Scenario.session(columns: 200, rows: 60).layout
        #expect(layout.list?.columns == 108)
        #expect(layout.pane?.columns == 91)
        #expect(layout.strip?.rows == 9)
        #expect(Scenario.session(columns: 200, rows: 49).layout.strip == nil)
    }

    @Test("A pane that comes to stand beside the list takes nothing away from it", arguments: 160...200)
    func besideKeepsColumns(columns: Int) {
        let below = Scenario.session(columns: 159, rows: 50)
        let beside = Scenario.session(columns: columns, rows: 50)
        #expect(Set(beside.flowColumns.columns).isSuperset(of: below.flowColumns.columns))
        #expect(beside.layout.pane?.columns ?? 0 >= 59)
        let tokens = beside.pressed([.character("2")])
        #expect(tokens.layout.timeline != nil)
        #expect(tokens.render().text(row: 2).contains("PRINT"))
    }

    @Test("The first press of + and - moves the line from where it is", arguments: [170, 185, 200])
    func growsFromThere(columns: Int) throws {
        var dashboard = Scenario.session(columns: columns, rows: 50)
        let before = try #require(dashboard.layout.list?.columns)
        dashboard.press(.character("+"))
        let larger = try #require(dashboard.layout.list?.columns)
        #expect(larger > before)
        dashboard.press(.character("-"), .character("-"))
        let smaller = try #require(dashboard.layout.list?.columns)
        #expect(smaller < before)
    }

    @Test("What goes first where there is little room: TOKms, UPms, ID, METH, LEFT; ST and TOKEN never")
    func dropOrder() {
        var everything = ColumnSet<FlowColumns.Column>()
        for index in everything.entries.indices {
            while everything.entries[index].wish != .always { _ = everything.turn(index) }
        }
        let order: [FlowColumns.Column] = [.tokenTime, .upstreamTime, .id, .method, .left]
        for width in 60...240 {
            let columns = FlowColumns(width: width, timeWidth: 8, wishes: everything).columns
            let gone = order.filter { !columns.contains($0) }
            #expect(gone == Array(order.prefix(gone.count)), "\(width)")
            #expect(columns.contains(.status) && columns.contains(.token))
        }
        #expect(!FlowColumns(width: 60, timeWidth: 8, wishes: everything).columns.contains(.left))
        #expect(FlowColumns(width: 240, timeWidth: 8, wishes: everything).columns.contains(.tokenTime))
    }

    @Test(
        "Upstreams have their share of the room, less where hosts are short, more where no path needs it",
        arguments: [(4, 30, 12), (14, 30, 14), (19, 30, 15), (19, 20, 17), (19, 10, 19), (60, 10, 22)])
    func upstreamWidth(host: Int, path: Int, upstream: Int) throws {
        let needs = FlowColumns.Needs(host: host, path: path)
        let placed = FlowColumns(width: 80, timeWidth: 8, needs: needs).placed
        let widths = try [.upstream, .path].map { column in
            try #require(placed.first { $0.column == column }?.width)
        }
        #expect(widths == [upstream, 37 - upstream])
    }

    @Test("A text that has gone out of sight keeps its room for a while, so that columns hold still")
    func needsCalm() {
        var watch = ColumnWatch()
        func saw(_ host: Int, _ path: Int, _ at: String) -> [Int] {
            watch.saw(FlowColumns.Needs(host: host, path: path), at: Scenario.time(at))
            return [watch.needs.host, watch.needs.path]
        }
        var needs = saw(19, 30, "14:00:00")
        needs = saw(12, 20, "14:00:09")
        #expect(needs == [19, 30])
        needs = saw(22, 20, "14:00:09")
        #expect(needs == [22, 30])
        needs = saw(12, 20, "14:00:12")
        #expect(needs == [22, 20])
        needs = saw(12, 20, "14:00:19")
        #expect(needs == [12, 20])
    }

    // MARK: - Keys

    private static func lists(_ dashboard: Dashboard) -> [Bool] {
        [dashboard.listHasKeys, dashboard.layout.pane != nil]
    }

    @Test("On a wide screen Tab goes to the pane and back, and the pane stays")
    func tab() {
        for size in [(120, 40), (200, 60)] {
            var dashboard = Scenario.session(holding: 1187, columns: size.0, rows: size.1)
            #expect(Self.lists(dashboard) == [true, true])
            dashboard.press(.tab)
            #expect(Self.lists(dashboard) == [false, true])
            #expect(dashboard.place == .split)
            dashboard.press(.backTab)
            #expect(Self.lists(dashboard) == [true, true])
            #expect(dashboard.selectedFlow?.id == FlowID(1187))
        }
    }

    @Test("On a small screen Tab goes to the next view")
    func tabNarrow() {
        var dashboard = Scenario.session()
        dashboard.press(.tab)
        #expect(dashboard.view == .tokens)
        dashboard.press(.tab)
        #expect(dashboard.view == .events)
        dashboard.press(.backTab, .backTab)
        #expect(dashboard.view == .flows)
    }

    @Test("The pane shows the selected row, in the tab that was looked at last")
    func preview() {
        var dashboard = Scenario.session(holding: 1187, columns: 120, rows: 40)
        dashboard.press(.enter, .character("]"), .escape)
        #expect(dashboard.inspector == nil)
        #expect(dashboard.render().text.contains("[Request]"))
        dashboard.press(.character("k"))
        #expect(dashboard.render().text.contains("#1186 GET api.example.com"))
    }

    @Test("z gives the screen to what has the keys, and back")
    func zoom() {
        var dashboard = Scenario.session(holding: 1187, columns: 120, rows: 40)
        dashboard.press(.character("z"))
        #expect(dashboard.layout.pane == nil)
        dashboard.press(.enter)
        #expect(dashboard.layout.list == nil)
        dashboard.press(.character("z"))
        #expect(dashboard.layout.list != nil && dashboard.layout.pane != nil)
    }

    @Test("z works on events, and is not offered where it would change nothing")
    func zoomEvents() {
        let events = Scenario.session(columns: 120, rows: 40).pressed([.character("3"), .character("z")])
        #expect(events.layout.pane == nil)
        let tokens = Scenario.session(columns: 120, rows: 40).pressed([.character("2"), .character("z")])
        #expect(tokens.toast?.text == "nothing to zoom: one pane is on this screen")
        #expect(!HintsLine(tokens).line.text.contains("z zoom"))
    }

    @Test("Large numbers get the room they need")
    func columns() throws {
        var book = TokenBook()
        for event in Scenario.mint(Scenario.api, "A", 0, 1, at: "14:00:00", took: 0) { book.absorb(event) }
        let row = try #require(book.rows.first)
        let narrow = TokenColumns(width: 80, rows: [row]).placed
        #expect(narrow.last.map { $0.start + $0.width } == 80)
        let id = TokenID(handle: row.handle, generation: 12_345)
        let facts = try #require(row.newest?.facts)
        let mint = TokenMinted(
            time: Scenario.now,
            facts: TokenFacts(
                id: id, audiences: facts.audiences, print: "", length: 0, issuedAt: facts.issuedAt,
                expiresAt: facts.expiresAt, header: facts.header, claims: facts.claims),
            reason: .due, refreshAt: Scenario.now, took: .zero, waiters: 0, flow: nil, requestID: nil)
        book.absorb(.tokenRefreshed(mint))
        let wide = TokenColumns(width: 80, rows: book.rows).placed
        #expect(wide.first { $0.column == .generation }?.width == 6)
        #expect(wide.last.map { $0.start + $0.width } == 80)
    }

    @Test("The split is remembered from view to view and from flow to flow")
    func remembered() {
        var dashboard = Scenario.session(holding: 1187, columns: 200, rows: 60)
        dashboard.press(.character("+"), .character("2"))
        #expect(dashboard.layout.list?.columns == 118)
        dashboard.press(.character("1"), .enter, .character(","))
        #expect(dashboard.layout.list?.columns == 118)
        dashboard.press(.character("|"))
        #expect(dashboard.layout.list?.columns == 200)
    }

    @Test("Where nothing is split, the keys for it say so and are in no hint")
    func narrow() {
        for key in ["+", "-", "|", "z"] {
            var dashboard = Scenario.session()
            dashboard.press(.character(Character(key)))
            #expect(dashboard.toast != nil)
            #expect(!HintsLine(Scenario.session()).line.text.contains(" \(key) "))
        }
    }

    @Test("Every row of every view has the width of the screen, at any size")
    func widths() {
        for (columns, rows) in [(60, 12), (80, 24), (100, 32), (121, 33), (160, 50), (200, 60), (333, 100)] {
            for keys in [[], [.enter], [.character("2")], [.character("2"), .enter], [.character("3")]] as [[Key]] {
                let canvas = Scenario.session(holding: 1187, columns: columns, rows: rows).pressed(keys).render()
                for row in 0..<rows { #expect(Canvas.width(canvas.text(row: row)) <= columns) }
            }
        }
    }
}

extension Range<Int> {
    fileprivate func contains(_ other: Range<Int>) -> Bool { other.isEmpty || clamped(to: other) == other }
}
