import Testing

@testable import Dashboard

@Suite("A ring")
struct RingTests {
    @Test("It keeps the newest elements under numbers that do not change")
    func keepsNewest() {
        var ring = Ring<Int>(capacity: 3)
        let dropped = (10..<17).compactMap { ring.append($0)?.element }
        #expect(dropped == [10, 11, 12, 13])
        #expect(ring.numbers == 4..<7)
        #expect(ring.numbers.map { ring[$0] } == [14, 15, 16])
        #expect(ring[3] == nil)
        #expect(ring[7] == nil)
        #expect(ring.last == 16)
    }

    @Test("An element can be changed in place, and one that is gone cannot")
    func changes() {
        var ring = Ring<Int>(capacity: 3)
        for value in 0..<5 { ring.append(value) }
        ring[3]? += 100
        ring[0] = 7
        #expect(ring.numbers.map { ring[$0] } == [2, 103, 4])
    }

    @Test("Removing from a ring that was never full loses nothing else", arguments: [1, 2, 3, 4])
    func removes(removed: Int) {
        var ring = Ring<Int>(capacity: 8)
        for value in 0..<5 { ring.append(value) }
        for _ in 0..<removed { _ = ring.removeFirst() }
        for value in 5..<9 { ring.append(value) }
        #expect(ring.numbers.compactMap { ring[$0] } == Array(removed..<9).suffix(8))
        #expect(ring.numbers.allSatisfy { ring[$0] == $0 })
    }

    @Test("An empty ring gives nothing")
    func empty() {
        var ring = Ring<Int>(capacity: 0)
        #expect(ring.removeFirst() == nil)
        #expect(ring.last == nil)
        ring.append(1)
        #expect(ring.append(2)?.element == 1)
    }
}
