import Testing

@testable import HTTPWire

@Suite("Names")
struct NameTests {
    static let names: [(String, FieldName)] = [
        ("Authorization", .authorization), ("Connection", .connection), ("Content-Length", .contentLength),
        ("Cookie", .cookie), ("Date", .date), ("Expect", .expect), ("Host", .host), ("Keep-Alive", .keepAlive),
        ("Origin", .origin), ("Proxy-Authenticate", .proxyAuthenticate), ("Proxy-Authorization", .proxyAuthorization),
        ("Proxy-Connection", .proxyConnection), ("Sec-Fetch-Site", .secFetchSite), ("Set-Cookie", .setCookie),
        ("TE", .te), ("Trailer", .trailer), ("Transfer-Encoding", .transferEncoding), ("Upgrade", .upgrade),
        ("WWW-Authenticate", .wwwAuthenticate), ("X-Jotop-Error", .jotopError),
    ]

    private static func name(_ text: String) -> FieldName { Array(text.utf8).withUnsafeBytes { FieldName($0) } }

    @Test("A field is recognised in any case, and one that merely resembles it is not", arguments: names)
    func fields(_ text: String, _ wanted: FieldName) {
        for spelling in [text, text.lowercased(), text.uppercased()] { #expect(Self.name(spelling) == wanted) }
        for other in ["x\(text)", "\(text)s", String(text.dropLast()), String(text.dropFirst()) + "x"] {
            #expect(Self.name(other) != wanted)
        }
    }

    @Test("Methods are what they are in capitals, and nothing else")
    func methods() {
        for (text, wanted) in [
            ("GET", MethodName.get), ("TRACE", .trace), ("get", .other), ("GETS", .other), ("", .other),
        ] {
            #expect(MethodName(text.utf8) == wanted)
        }
    }

    @Test("Each byte is text or it is not, wherever it stands", arguments: 0...255)
    func text(_ number: Int) {
        let byte = UInt8(number)
        let wanted = byte == 9 || (byte >= 32 && byte != 127)
        for length in [1, 7, 8, 9, 16, 23] {
            for index in 0..<length {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                bytes[index] = byte
                let found = bytes.withUnsafeBytes { ByteClass.isText($0) }
                #expect(found == wanted)
            }
        }
    }
}
