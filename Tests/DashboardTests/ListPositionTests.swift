import Testing

@testable import Dashboard

@Suite("A position in a growing list")
struct ListPositionTests {
    private func keys(_ count: Int, from first: Int = 0) -> RowKeys { RowKeys(run: first..<(first + count)) }

    @Test("Following shows the newest row at the bottom and selects it", arguments: [(3, 0), (10, 0), (25, 15)])
    func follows(count: Int, first: Int) {
        let window = ListPosition().window(keys(count), height: 10)
        #expect(window == .init(first: first, count: min(count, 10), selected: count - 1, below: 0))
    }

    @Test("An empty list has no selection")
    func empty() {
        #expect(ListPosition().window(keys(0), height: 10) == .init())
        #expect(ListPosition().drawn(keys(0), height: 10) == nil)
    }

    @Test("An upward move holds, and from then on nothing that arrives moves the window")
    func holds() {
        var position = ListPosition()
        position.move(by: -1, in: keys(30), height: 10, drawn: position.drawn(keys(30), height: 10))
        #expect(!position.isFollowing)
        #expect(position.window(keys(30), height: 10) == .init(first: 20, count: 10, selected: 28, below: 0))
        #expect(position.window(keys(47), height: 10) == .init(first: 20, count: 10, selected: 28, below: 17))
    }

    @Test("A downward move while following goes on following")
    func downFollows() {
        var position = ListPosition()
        position.move(by: 1, in: keys(30), height: 10, drawn: nil)
        #expect(position.isFollowing)
    }

    @Test("A move counts from the row that was drawn, whatever has arrived since")
    func movesFromDrawn() {
        var position = ListPosition()
        let drawn = position.drawn(keys(30), height: 10)
        position.move(by: -1, in: keys(90), height: 10, drawn: drawn)
        #expect(position.window(keys(90), height: 10) == .init(first: 20, count: 10, selected: 28, below: 60))
    }

    @Test("A held row that is let go leaves the selection on the oldest one there is")
    func survivesDrops() {
        var position = ListPosition()
        position.select(5, in: keys(30), height: 10)
        #expect(position.window(keys(30, from: 12), height: 10).selected == 0)
        #expect(position.drawn(keys(30, from: 12), height: 10)?.selected == 12)
    }

    @Test(
        "Selecting scrolls no further than is needed", arguments: [(20, 20, 0), (19, 19, 0), (29, 20, 9), (25, 20, 5)])
    func scrollsLittle(key: Int, first: Int, offset: Int) {
        var position = ListPosition()
        position.select(key, in: keys(30), height: 10)
        let window = position.window(keys(30), height: 10)
        #expect(window.first == first)
        #expect(window.selected == first + offset)
    }

    @Test("A window that grows shows older rows rather than nothing")
    func grows() {
        var position = ListPosition()
        position.select(28, in: keys(30), height: 5)
        #expect(position.window(keys(30), height: 20).first == 10)
    }

    @Test("Movements stop at both ends")
    func clamps() {
        var position = ListPosition()
        position.move(by: -1_000, in: keys(30), height: 10, drawn: nil)
        #expect(position.window(keys(30), height: 10).selected == 0)
        position.move(by: 1_000, in: keys(30), height: 10, drawn: nil)
        #expect(position.window(keys(30), height: 10).selected == 29)
        #expect(!position.isFollowing)
    }
}

@Suite("Row keys")
struct RowKeysTests {
    private let keys = RowKeys(single: [2, 7, 9], run: 20..<25)

    @Test("Single keys come before the run")
    func order() {
        #expect((0..<keys.count).map { keys[$0] } == [2, 7, 9, 20, 21, 22, 23, 24])
        #expect(keys.last == 24)
        #expect(RowKeys(single: [4]).last == 4)
    }

    @Test(
        "Every key finds the first row that is not below it",
        arguments: [(-1, 0), (2, 0), (3, 1), (9, 2), (10, 3), (20, 3), (22, 5), (24, 7), (25, 8), (99, 8)])
    func search(key: Int, index: Int) {
        #expect(keys.index(notBelow: key) == index)
    }

    @Test("It knows what it holds", arguments: [(7, true), (8, false), (20, true), (25, false)])
    func contains(key: Int, isThere: Bool) {
        #expect(keys.contains(key) == isThere)
    }

    @Test("An ascending array stays so and free of duplicates")
    func insert() {
        var values: [Int] = []
        for value in [5, 9, 7, 9, 1, 12] { values.insertAscending(value) }
        #expect(values == [1, 5, 7, 9, 12])
    }
}
