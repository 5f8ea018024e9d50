/// The third part of everything that looks like a compact JWT: two parts of Base64URL with a dot between them, the first of which
/// begins as JSON objects do (`eyJ`).
package enum TokenSignatures {
    /// Where such parts stand, in their order.
    package static func matches(in bytes: [UInt8]) -> [SecretMatch] {
        var found: [SecretMatch] = []
        var position = 0
        while let start = opening(in: bytes, from: position) {
            let header = part(of: bytes, from: start)
            position = header
            guard isDot(bytes, header) else { continue }
            let payload = part(of: bytes, from: header + 1)
            guard isDot(bytes, payload) else { continue }
            position = lastParts(of: bytes, from: payload + 1)
            if position > payload + 1 { found.append(SecretMatch((payload + 1)..<position, "<signature>")) }
        }
        return found
    }

    /// Text without them.
    package static func hidden(in text: String) -> String {
        let bytes = Array(text.utf8)
        let found = matches(in: bytes)
        return found.isEmpty ? text : String(decoding: bytes.hiding(found), as: UTF8.self)
    }

    private static func opening(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= 3, start <= bytes.count - 3 else { return nil }
        return (start...(bytes.count - 3)).first {
            bytes[$0] == UInt8(ascii: "e") && bytes[$0 + 1] == UInt8(ascii: "y") && bytes[$0 + 2] == UInt8(ascii: "J")
        }
    }

    /// Where a part ends that begins there.
    private static func part(of bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].prefix(while: Base64URL.isLetterOrPadding).endIndex
    }

    /// The third part, and any that follow: where something else stands before a token, the third is not its last.
    private static func lastParts(of bytes: [UInt8], from start: Int) -> Int {
        var end = part(of: bytes, from: start)
        while isDot(bytes, end), end + 1 < bytes.count, Base64URL.isLetterOrPadding(bytes[end + 1]) {
            end = part(of: bytes, from: end + 1)
        }
        return end
    }

    private static func isDot(_ bytes: [UInt8], _ index: Int) -> Bool {
        index < bytes.count && bytes[index] == UInt8(ascii: ".")
    }
}
