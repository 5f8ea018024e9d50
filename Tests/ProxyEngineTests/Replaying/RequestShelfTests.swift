import HTTPWire
import NIOCore
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Requests that are kept for a replay")
struct RequestShelfTests {
    private func request(
        _ flow: UInt64, _ fields: [(String, String)] = [], body: Int = 0, method: String = "POST",
        isAuthorized: Bool = false
    ) throws -> KeptRequest {
        var head = RequestHead(method, "/v1", .http1_1, [("Host", "localhost"), ("X-Upstream-Host", "a")] + fields)
        HeaderRules(hostHeader: "X-Upstream-Host").mark(&head.fields)
        var kept = KeptBody(.unknown)
        if body > 0 { kept.came(ByteBuffer(repeating: 1, count: body)) }
        kept.ended(hasTrailers: false)
        var record = ExchangeRecord(id: FlowID(flow), head: head, began: .now)
        if isAuthorized {
            let token = SampleToken.token()
            record.grant = TokenGrant(token: token, use: .hit)
            record.sent = token.sent(at: .now)
        }
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

    @Test("Fields and the token weigh as much as they take")
    func weightOfParts() throws {
        let none = try request(1)
        let many = try request(2, (0..<500).map { _ in ("a", "") })
        #expect(many.weight - none.weight >= 500 * (MemoryLayout<FieldSpan>.stride + 2))
        let token = try request(3, isAuthorized: true)
        #expect(token.weight - none.weight == SampleToken.compact.utf8.count)
    }

    @Test(
        "Only GET and HEAD are safe, and only where no field names another method",
        arguments: ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
    func safe(_ field: String) throws {
        for method in ["GET", "HEAD"] {
            let plain = try request(1, [("X-Method", "DELETE")], method: method)
            #expect(plain.isSafe)
            let overridden = try request(2, [(field, "DELETE")], method: method)
            #expect(!overridden.isSafe)
        }
        let post = try request(3)
        #expect(!post.isSafe)
    }
}
