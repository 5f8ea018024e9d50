/// The letters of Base64URL (RFC 4648, section 5).
enum Base64URL {
    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    static func isLetterOrPadding(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "=") }
}
