import HTTPWire
import NIOCore
import NIOHPACK
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("The values of HTTP/2")
struct HTTP2ValuesTests {
    @Test(
        "A body is as long as its head says, or it is none",
        arguments: [
            (BodyLength.known(4), [4], true), (.known(4), [1, 3], true), (.known(0), [0], true),
            (.known(4), [3], false),
            (.known(4), [5], false), (.known(4), [], false), (.unknown, [1, 2], true), (.unknown, [], true),
            (.none, [1], false),
        ])
    func tally(_ length: BodyLength, _ pieces: [Int], _ isRight: Bool) {
        var tally = BodyTally(length)
        var failed = false
        do throws(WireFault) {
            for (index, piece) in pieces.enumerated() {
                try tally.came(piece, isLast: index == pieces.count - 1)
            }
            if pieces.isEmpty { try tally.came(0, isLast: true) }
        } catch {
            failed = true
        }
        #expect(failed != isRight)
        #expect(tally.isComplete || failed)
    }

    @Test(
        "A value that was no UTF-8 is none, since NIOHPACK has put other bytes in its place; any other is what it was",
        arguments: [
            ([UInt8](arrayLiteral: 0xE9), false), ([0x61, 0x80], false), ([0xE2, 0x82], false), ([0xFF, 0x62], false),
            (Array("naïve €".utf8), true), (Array("\u{FFFC}".utf8), true), ([], true), ([0x61], true),
        ])
    func obsoleteText(_ value: [UInt8], _ isText: Bool) throws {
        var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
        var block = ByteBuffer(bytes: [0x00, 1] + "x".utf8 + [UInt8(value.count)] + value)
        let headers = try decoder.decodeHeaders(from: &block)
        do throws(WireFault) {
            let fields = try FieldBlock(headers)
            #expect(isText && fields.hasValue(fields.spans[0], value))
        } catch {
            #expect(!isText && error.kind == .noUTF8)
        }
    }

    @Test("The last piece waits for the end; small ones become one, large ones stay what they are")
    func outbox() {
        var outbox = PieceOutbox()
        let pieces = ["a", "b", String(repeating: "c", count: 9000), "d"].map { ByteBuffer(string: $0) }
        let sent = pieces.map { outbox.add($0)?.readableBytes }
        #expect(sent == [nil, nil, 2, 9000])
        let (last, none) = (outbox.take(), outbox.take())
        #expect(last == ByteBuffer(string: "d") && none == nil)
    }

    @Test("What a sender keeps out of tables of compression stays out of them")
    func sensitive() throws {
        var headers: HPACKHeaders = [":method": "GET", ":scheme": "https", ":path": "/", ":authority": "x"]
        headers.add(name: "x-key", value: "secret", indexing: .neverIndexed)
        headers.add(name: "cookie", value: "a=1", indexing: .neverIndexed)
        headers.add(name: "x-plain", value: "1")
        headers.add(name: "cookie", value: "b=2", indexing: .neverIndexed)
        let head = try RequestFields(headers).head(HeadLimits())
        let sensitive = head.fields.spans.filter(\.isSensitive).map { head.fields.text($0) }
        #expect(sensitive == ["secret", "a=1; b=2"])
        let out = HPACKHeaders(
            UpstreamRequest(
                head: head, path: head.target, route: try .sample("api.example"), authorization: "Bearer x",
                body: .none, upgrade: nil,
                version: .http2))
        let kept = out.filter { $0.indexable == .neverIndexed }.map(\.name)
        #expect(kept == ["x-key", "cookie"])
    }

    @Test("Connections that carry nothing are closed after their time, the oldest when there are too many")
    func waiting() throws {
        var shared = SharedConnections(idleLimit: 2)
        let start = ContinuousClock.now
        let connections = try (0..<3).map { number in
            HTTP2UpstreamConnection(
                target: try #require(UpstreamTarget(scheme: .https, authority: "api\(number).example")))
        }
        var dropped: [HTTP2UpstreamConnection?] = []
        for (number, connection) in connections.enumerated() {
            shared.add(connection)
            dropped.append(shared.wait(connection, at: start.advanced(by: .seconds(number))))
        }
        #expect(dropped.map { $0.map(ObjectIdentifier.init) } == [nil, nil, ObjectIdentifier(connections[0])])
        shared.use(connections[1])
        let expired = shared.expire(since: start.advanced(by: .seconds(90)))
        #expect(expired.map(ObjectIdentifier.init) == [ObjectIdentifier(connections[2])])
        #expect(shared.isIdleEmpty && shared.all.count == 3)
    }
}
