import JotopTestSupport
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Other credentials than the token in use")
struct SentCredentialTests {
    private let current = SampleToken.token()
    private let other = SampleToken.token(FakeTokens.compact(audiences: ["https://api.example"], serial: 2))

    @Test("Each stands for what its name says, and only the one in use is asked of the cache")
    func stands() {
        #expect(SentCredential.current.token(current)?.compact.exposed == SampleToken.compact)
        #expect(SentCredential.given(other).token(current)?.compact.exposed == other.compact.exposed)
        #expect(SentCredential.absent.token(current) == nil)
        #expect(SentCredential.current.needsCurrent && SentCredential.tampered(.current).needsCurrent)
        #expect(!SentCredential.absent.needsCurrent && !SentCredential.tampered(.given(other)).needsCurrent)
    }

    /// Signatures of 256 bytes (RS256), 96 bytes (ES384), and of lengths that fill their last digit otherwise.
    @Test("The last byte of the signature is another one, and nothing else", arguments: [256, 96, 97, 1])
    func breaks(length: Int) throws {
        for last in [UInt8(0), 0x7F, 0x80, 0xFF] {
            let signature = [UInt8](repeating: 0xA5, count: length - 1) + [last]
            let whole = SampleToken.token("aa.bb.\(Self.base64URL(signature))")
            let broken = try #require(SentCredential.tampered(.current).token(whole))
            let text = broken.compact.exposed
            #expect(text.hasPrefix("aa.bb."))
            #expect(text.utf8.count == whole.compact.exposed.utf8.count)
            let bytes = try #require(Self.bytes(String(text.dropFirst("aa.bb.".count))))
            #expect(bytes.dropLast() == signature.dropLast())
            #expect(bytes.last != signature.last)
            #expect(broken.facts.print == whole.facts.print + "*")
            #expect(broken.facts.id == whole.facts.id)
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    private static func base64URL(_ bytes: [UInt8]) -> String {
        var bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
        while bits.count % 6 != 0 { bits.append(0) }
        return String(
            stride(from: 0, to: bits.count, by: 6).map { start in
                alphabet[bits[start..<(start + 6)].reduce(0) { $0 << 1 | Int($1) }]
            })
    }

    /// nil where the padding bits are not zero.
    private static func bytes(_ text: String) -> [UInt8]? {
        let bits = text.flatMap { character -> [UInt8] in
            let value = alphabet.firstIndex(of: character) ?? 0
            return (0..<6).map { UInt8(value >> (5 - $0) & 1) }
        }
        let whole = bits.count / 8 * 8
        guard bits[whole...].allSatisfy({ $0 == 0 }) else { return nil }
        return stride(from: 0, to: whole, by: 8).map { bits[$0..<($0 + 8)].reduce(0) { $0 << 1 | $1 } }
    }
}
