import HTTPWire
import NIOCore
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Requests that are kept for a replay")
struct RequestShelfTests {
    private func request(_ flow: UInt64, _ fields: [(String, String)] = [], body: Int = 0) throws -> KeptRequest {
        var head = RequestHead("POST", "/v1", .http1_1, [("Host", "localhost"), ("X-Upstream-Host", "a")] + fields)
        HeaderRules(hostHeader: "X-Upstream-Host").mark(&head.fields)
        var kept = KeptBody(.unknown)
        if body > 0 { kept.came(ByteBuffer(repeating: 1, count: body)) }
        kept.ended(hasTrailers: false)
        let record = ExchangeRecord(id: FlowID(flow), head: head, began: .now)
        return KeptRequest(record, to: try .sample("a"), body: kept)
    }

    @Test("What went upstream is kept, and nothing of the client's connection or of its own credential")
    func content() throws {
        let request = try request(
            1,
            [
                ("Authorization", "Bearer inbound"), ("authorization", "Basic x"), ("Cookie", "c=1"),
                ("Proxy-Authorization", "p"), ("Expect", "100-continue"), ("Connection", "X-Hop"), ("X-Hop", "h"),
            ])
        #expect(request.head.fields.kept == ["Cookie: c=1"])
        #expect(request.head.methodText == "POST")
        #expect(request.head.targetText == "/v1")
        let whole = String(buffer: request.head.fields.bytes)
        #expect(!whole.contains("inbound") && !whole.contains("Basic"))
        var dumped = "\(request)" + String(reflecting: request)
        dump(request, to: &dumped)
        #expect(!dumped.contains("c=1"))
    }

    @Test("The oldest goes first, and what went well does not push out what did not")
    func order() throws {
        var shelf = RequestShelf(limit: 100, weightLimit: 1 << 30)
        shelf.add(try request(1), isProblem: true)
        for flow in 2...1_000 { shelf.add(try request(UInt64(flow)), isProblem: false) }
        #expect(shelf[FlowID(1)] != nil)
        #expect(shelf[FlowID(900)] == nil)
        for flow in 901...1_000 { #expect(shelf[FlowID(UInt64(flow))] != nil) }
    }

    @Test("Memory is bounded, whatever the number")
    func weight() throws {
        var shelf = RequestShelf(limit: 1_000, weightLimit: 300_000)
        for flow in 1...40 { shelf.add(try request(UInt64(flow), body: 30_000), isProblem: false) }
        let kept = (1...40).filter { shelf[FlowID(UInt64($0))] != nil }
        #expect(kept == Array(32...40))
    }
}
