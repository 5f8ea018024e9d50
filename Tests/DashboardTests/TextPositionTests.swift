import Testing

@testable import Dashboard

@Suite("Where the reader of a text is")
struct TextPositionTests {
    private func moved(_ distances: [Int], claims: [Int], count: Int = 30, height: Int = 10) -> [[Int]] {
        var position = TextPosition()
        return distances.map { distance in
            position.move(by: distance, claims: claims, count: count, height: height)
            return [position.scroll, position.claim]
        }
    }

    @Test("Without claims the text scrolls, and stops at both ends")
    func plain() {
        #expect(moved([1, 5, 100, -1, -100], claims: []).map { $0[0] } == [1, 6, 20, 19, 0])
        #expect(moved([1], claims: [], count: 5).map { $0[0] } == [0])
    }

    @Test("The cursor goes from claim to claim, and the text follows it")
    func claims() {
        #expect(moved([1, 1, 1], claims: [3, 4, 7, 15]) == [[0, 1], [0, 2], [6, 3]])
        #expect(moved([1, 1, 1, -1, -1, -1], claims: [3, 4, 7, 15]).suffix(3) == [[6, 2], [4, 1], [0, 0]])
    }

    @Test("Past the last claim the text goes on, and comes back to it")
    func past() {
        #expect(moved([1, 1, 1, 1, 1], claims: [3, 9]) == [[0, 1], [1, 1], [2, 1], [3, 1], [4, 1]])
        let there = moved(Array(repeating: 1, count: 40), claims: [3, 9]).last
        #expect(there == [20, 1])
        let back = moved(Array(repeating: 1, count: 40) + Array(repeating: -1, count: 12), claims: [3, 9])
        #expect(back.last == [0, 0])
    }

    @Test("A page goes as many lines, and at least one claim")
    func page() {
        #expect(moved([9], claims: [3, 4, 7, 15, 25]) == [[0, 2]])
        #expect(moved([5], claims: [3, 20]) == [[11, 1]])
        #expect(moved([9, 9, -9], claims: [3, 4, 7, 15, 25]) == [[0, 2], [6, 3], [6, 2]])
    }

    @Test("The ends are the first line and the last")
    func ends() {
        var position = TextPosition()
        position.moveToEnd(claims: [3, 9], count: 30, height: 10)
        #expect([position.scroll, position.claim] == [20, 1])
        position.moveToStart()
        #expect([position.scroll, position.claim] == [0, 0])
    }
}
