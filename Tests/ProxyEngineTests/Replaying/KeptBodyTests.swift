import HTTPWire
import NIOCore
import Testing

@testable import ProxyEngine

@Suite("Bodies that are kept for a replay")
struct KeptBodyTests {
    private func bytes(_ count: Int) -> ByteBuffer { ByteBuffer(repeating: UInt8(ascii: "x"), count: count) }

    @Test(
        "All of it up to the limit, and nothing of what is larger",
        arguments: [(1, true), (65_536, true), (65_537, false)])
    func limit(_ row: (count: Int, isKept: Bool)) {
        var body = KeptBody(.unknown)
        body.came(bytes(row.count - 1))
        body.came(bytes(1))
        body.ended(hasTrailers: false)
        #expect((body.bytes?.readableBytes == row.count) == row.isKept)
        #expect(body.obstacle == (row.isKept ? nil : .largeBody))
    }

    @Test("What has not come whole, and what had trailers, is not sent again")
    func incomplete() {
        var body = KeptBody(.known(10))
        body.came(bytes(4))
        #expect(body.obstacle == .incompleteBody && body.bytes == nil)
        body.came(bytes(6))
        body.ended(hasTrailers: true)
        #expect(body.obstacle == .trailers && body.bytes == nil)
    }

    @Test("A request without a body is whole from the beginning")
    func none() {
        #expect(KeptBody(.none).obstacle == nil)
        #expect(KeptBody(.none).bytes?.readableBytes == 0)
    }
}
