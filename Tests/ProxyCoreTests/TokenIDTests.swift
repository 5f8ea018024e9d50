import ProxyCore
import Testing

@Suite("Token handles")
struct TokenIDTests {
    @Test(
        "Letters go on after Z",
        arguments: [
            (0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"),
            (-3, "A"),
        ])
    func letters(index: Int, text: String) {
        #expect(TokenHandle(index: index).description == text)
    }

    @Test("No two handles look the same")
    func distinct() {
        #expect(Set((0..<20_000).map { TokenHandle(index: $0).description }).count == 20_000)
    }

    @Test("A token is its handle and its generation")
    func names() {
        #expect(TokenID(handle: TokenHandle(index: 1), generation: 2).description == "B2")
        #expect(TokenHandle(index: 25) < TokenHandle(index: 26))
        #expect(FlowID(7).description == "#7")
        #expect(FlowID(7) < FlowID(10))
    }
}
