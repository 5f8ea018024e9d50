package import ProxyCore

/// Reads one JSON document (RFC 8259), as strictly as the standard has it.
///
/// Foundation's decoder has to be asked for one type after the other where nobody knows what comes, which takes fifty times
/// as long: too slow to play back thousands of lines a second.
package struct JSONText {
    /// Where the text is no JSON, in bytes from its beginning, and what would have been.
    package struct Fault: Error, Sendable, Equatable {
        package let offset: Int
        package let expected: String
    }

    /// How deep arrays and objects may be nested.
    private static let depthLimit = 64

    private let bytes: ArraySlice<UInt8>
    private var index: Int
    private var depth = 0

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    package static func value(_ bytes: ArraySlice<UInt8>) throws(Fault) -> JSONValue {
        var text = JSONText(bytes)
        let value = try text.value()
        text.skipBlanks()
        guard text.index == bytes.endIndex else { throw text.fault("the end") }
        return value
    }

    private func fault(_ expected: String) -> Fault { Fault(offset: index - bytes.startIndex, expected: expected) }

    private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func value() throws(Fault) -> JSONValue {
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return try nested { (text) throws(Fault) in .object(try text.members()) }
        case UInt8(ascii: "["): return try nested { (text) throws(Fault) in .array(try text.elements()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ read: (inout JSONText) throws(Fault) -> JSONValue
    ) throws(Fault) -> JSONValue {
        guard depth < Self.depthLimit else { throw fault("no more than \(Self.depthLimit) levels") }
        depth += 1
        index += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func elements() throws(Fault) -> [JSONValue] {
        var values: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return values }
        while true {
            values.append(try value())
            skipBlanks()
            if take(UInt8(ascii: "]")) { return values }
            guard take(UInt8(ascii: ",")) else { throw fault("',' or ']'") }
        }
    }

    private mutating func members() throws(Fault) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipBlanks()
            let name = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw fault("':'") }
            members[name] = try value()
            skipBlanks()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw fault("',' or '}'") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
        let letters = "\(word)".utf8
        guard bytes[index...].starts(with: letters) else { throw fault("a value") }
        index += letters.count
        return value
    }
}

extension JSONText {
    private mutating func string() throws(Fault) -> String {
        guard take(UInt8(ascii: "\"")) else { throw fault("a string") }
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("UTF-8") }
                index += 1
                return string
            case UInt8(ascii: "\\"):
                index += 1
                text.append(contentsOf: try escaped().utf8)
            case ..<0x20: throw fault("no control character")
            default:
                text.append(byte)
                index += 1
            }
        }
        throw fault("the string's end")
    }

    private mutating func escaped() throws(Fault) -> Character {
        guard let byte = next else { throw fault("the string's end") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try scalar())
        default:
            index -= 1
            throw fault("an escape")
        }
    }

    /// Of the digits behind `\u`; two such make one where they are surrogates.
    private mutating func scalar() throws(Fault) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw fault("a pair of surrogates")
        }
        let second = try unit()
        guard UTF16.isTrailSurrogate(UInt16(second)),
            let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF))
        else { throw fault("a pair of surrogates") }
        return scalar
    }

    private mutating func unit() throws(Fault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else {
            index = start
            throw fault("a value")
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw fault("a digit") }
            isWhole = false
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw fault("a digit") }
            isWhole = false
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw fault("a number that fits") }
        // As the claims were read in the first place: 1.0 is 1.
        if let integer = Int64(exactly: number), number.magnitude < 1e15 { return .integer(integer) }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
        return index - start
    }
}
