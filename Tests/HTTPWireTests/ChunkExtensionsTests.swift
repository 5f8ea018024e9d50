import NIOCore
import Testing

@testable import HTTPWire

@Suite("Extensions of chunks")
struct ChunkExtensionsTests {
    @Test(
        "Names, and values that are tokens or quoted, are passed over; anything else is no chunk",
        arguments: [
            ("", true), (";a", true), (";a=b", true), (";a=\"b; c\"", true), (";a=\"\\\"\";b", true), (";", false),
            (";=", false), (";==", false), (";a=", false), (";a=\"b", false), (";a=\"b\"c", false), (";a b", false),
            (";a=\"\u{1}\"", false), (" ", false), (";a;;b", false),
        ])
    func wellFormed(_ extensions: String, _ isGood: Bool) throws {
        var reader = BodyReader(.chunked, limits: HeadLimits())
        var buffer = ByteBuffer(string: "3\(extensions)\r\nabc\r\n0\r\n\r\n")
        do throws(WireFault) {
            guard case .bytes(let bytes) = try reader.next(&buffer) else { throw .malformed("no bytes") }
            #expect(isGood && String(buffer: bytes) == "abc")
        } catch {
            #expect(!isGood)
        }
    }
}
