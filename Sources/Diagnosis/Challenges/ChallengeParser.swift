/// Reads the challenges of an answer, whatever its author made of the grammar (RFC 9110, section 11.6.1).
///
/// Several challenges may stand in one field, and several fields in one answer. What is seen in the wild is read, too: parameters
/// without commas between them (API Gateway), and quotes within quoted strings that nobody escaped
/// (`error_description="unexpected "aud" value"`). Never fails: what makes no sense is passed over. Reads each character once or
/// twice, and at most ``maximumLength`` of a field.
package struct ChallengeParser {
    package static let maximumLength = 16_384
    package static let maximumChallenges = 32
    package static let maximumParameters = 64

    private let text: [UInt8]
    private var position = 0

    private init(_ field: String) { text = Array(field.utf8.prefix(Self.maximumLength)) }

    /// - Parameter fields: the values of all fields of that name, in order.
    package static func challenges(in fields: [String]) -> [AuthChallenge] {
        var challenges: [AuthChallenge] = []
        for field in fields where challenges.count < maximumChallenges {
            var parser = ChallengeParser(field)
            while challenges.count < maximumChallenges, let challenge = parser.challenge() {
                challenges.append(challenge)
            }
        }
        return challenges
    }

    /// The next challenge; nil at the end.
    private mutating func challenge() -> AuthChallenge? {
        while position < text.count {
            skip { Self.isSpace($0) || $0 == Self.comma }
            guard let scheme = token() else {
                // Not the beginning of anything.
                position += 1
                continue
            }
            let afterScheme = position
            skip(while: Self.isSpace)
            if position > afterScheme, let token68 = token68() {
                return AuthChallenge(scheme: scheme, token68: token68)
            }
            return AuthChallenge(scheme: scheme, parameters: parameters())
        }
        return nil
    }

    /// Parameters up to the next scheme, or to the end.
    private mutating func parameters() -> [AuthChallenge.Parameter] {
        var parameters: [AuthChallenge.Parameter] = []
        while true {
            let start = position
            skip { Self.isSpace($0) || $0 == Self.comma }
            guard let name = parameterName() else {
                position = start
                return parameters
            }
            let value = peek == Self.quote ? quotedString() : bareValue()
            if parameters.count < Self.maximumParameters {
                parameters.append(AuthChallenge.Parameter(name: name.lowercased(), value: value))
            }
        }
    }

    /// A name and its equals sign, blanks around which are bad style, and are accepted.
    private mutating func parameterName() -> String? {
        guard let name = token() else { return nil }
        skip(while: Self.isSpace)
        guard peek == Self.equals else { return nil }
        position += 1
        skip(while: Self.isSpace)
        return name
    }

    /// A value without quotes goes on to the next comma or blank.
    private mutating func bareValue() -> String {
        taken { !Self.isSpace($0) && $0 != Self.comma }
    }
}

// MARK: - Characters

extension ChallengeParser {
    private static let comma = UInt8(ascii: ",")
    private static let equals = UInt8(ascii: "=")
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let symbols = Set("!#$%&'*+-.^_`|~".utf8)
    private static let token68Symbols = Set("-._~+/".utf8)

    private var peek: UInt8? { position < text.count ? text[position] : nil }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || symbols.contains(byte) }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = peek, condition(byte) { position += 1 }
    }

    private mutating func taken(while condition: (UInt8) -> Bool) -> String {
        let start = position
        skip(while: condition)
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    /// A token (RFC 9110, section 5.6.2); nil where none stands.
    private mutating func token() -> String? {
        let token = taken(while: Self.isTokenCharacter)
        return token.isEmpty ? nil : token
    }

    /// What follows a scheme in the place of parameters; nothing is read where it is none.
    private mutating func token68() -> String? {
        let start = position
        let value = taken { Self.isAlphanumeric($0) || Self.token68Symbols.contains($0) }
        let padding = taken { $0 == Self.equals }
        skip(while: Self.isSpace)
        if !value.isEmpty, peek == nil || peek == Self.comma { return value + padding }
        position = start
        return nil
    }

    /// A quoted string (RFC 9110, section 5.6.4), from its first quote. One that never ends goes on to the end of the field.
    private mutating func quotedString() -> String {
        position += 1
        var value: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case Self.backslash:
                guard let escaped = peek else { break }
                value.append(escaped)
                position += 1
            case Self.quote where isEndOfValue: return String(decoding: value, as: UTF8.self)
            default: value.append(byte)
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    /// Whether what follows a quote can follow a value: nothing, a comma, or the next parameter.
    private var isEndOfValue: Bool {
        var ahead = self
        ahead.skip(while: Self.isSpace)
        guard let byte = ahead.peek, byte != Self.comma else { return true }
        return ahead.position > position && ahead.parameterName() != nil
    }
}
