/// What the names of fields and of parameters contain that carry a credential: better one too many than one too few, but for
/// an ``OrdinaryWord``.
///
/// This is asked of every name that passes while somebody watches, so it reads bytes, each once or twice.
struct SecretMarks: Sendable {
    /// By the letter they begin with, from `a`.
    private let byLetter: [[[UInt8]]]
    /// A bit for each letter that one begins with.
    private let letters: UInt32

    init(_ marks: [String]) {
        let bytes = marks.map { Array($0.utf8) }
        byLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).map { letter in bytes.filter { $0.first == letter } }
        letters = byLetter.enumerated().reduce(0) { $1.element.isEmpty ? $0 : $0 | 1 << UInt32($1.offset) }
    }

    /// Of the names of fields.
    static let field = SecretMarks([
        "auth", "token", "secret", "key", "cookie", "pass", "pwd", "session", "signature", "jwt", "assertion",
        "credential", "csrf", "xsrf",
    ])

    /// What stands anywhere in the name of a parameter that carries a credential.
    static let inParameters = [
        "token", "secret", "key", "signature", "pass", "pwd", "auth", "credential", "assertion", "jwt", "session",
    ]
    /// What such a name is as a whole.
    static let wholeParameters = ["code", "sig"]
    /// What one of its words ends with.
    static let endsInParameters = ["otp", "pin"]

    /// Of the names of parameters in a query, and of whatever else stands in one.
    static let query = SecretMarks(inParameters + wholeParameters + endsInParameters)

    /// Whether one of them is among the bytes, whatever their case.
    func areIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for index in bytes.indices {
            let letter = (bytes[index] | 0x20) &- UInt8(ascii: "a")
            guard letter < 26, letters & 1 << UInt32(letter) != 0 else { continue }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[index...])
            if byLetter[Int(letter)].contains(where: { Self.begins(rest, with: $0) }) { return true }
        }
        return false
    }

    /// All marks are letters, of which a capital differs by this bit; a few other bytes are taken for one, which does no harm.
    private static func begins(_ bytes: UnsafeRawBufferPointer, with mark: [UInt8]) -> Bool {
        guard bytes.count >= mark.count else { return false }
        for index in mark.indices where bytes[index] | 0x20 != mark[index] { return false }
        return true
    }
}

extension UnsafeRawBufferPointer {
    /// Whether something begins here as compact JWTs do.
    var mayHoldToken: Bool {
        guard count >= 3 else { return false }
        for index in 0..<(count - 2)
        where self[index] == UInt8(ascii: "e") && self[index + 1] == UInt8(ascii: "y")
            && self[index + 2] == UInt8(ascii: "J")
        {
            return true
        }
        return false
    }
}
