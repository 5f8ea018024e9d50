/// The head of a message as the dashboard may show it, in one piece of memory: copied as bytes while traffic passes, made text
/// of when somebody looks.
package struct CapturedHead: Sendable, Hashable {
    /// The first line, then the fields, each part behind its length.
    private let bytes: [UInt8]

    /// Writes a head, part by part: the first line first, then the fields in their order.
    package struct Writer {
        private var bytes: [UInt8] = []

        /// - Parameter capacity: about how many bytes it will take.
        package init(capacity: Int) { bytes.reserveCapacity(capacity) }

        /// Writes the first line, or any other part of which ``field(_:)`` says that it follows.
        package mutating func part(_ write: (inout [UInt8]) -> Void) {
            let start = bytes.count
            for _ in 0..<Self.lengthSize { bytes.append(0) }
            write(&bytes)
            bytes.setLength(bytes.count - start - Self.lengthSize, at: start)
        }

        package mutating func part(_ text: some Collection<UInt8>) { part { $0.append(contentsOf: text) } }

        /// Begins a field: its name and its value follow as parts, and the former value where it was replaced.
        package mutating func field(_ kind: Kind) { bytes.append(kind.rawValue) }

        package consuming func finish() -> CapturedHead { CapturedHead(bytes) }

        fileprivate static let lengthSize = 4
    }

    /// What the proxy did with a field.
    package enum Kind: UInt8 {
        case kept, added, removed, replaced
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How many bytes it takes.
    var size: Int { bytes.count }

    /// The first line.
    var startLine: String {
        var reader = Reader(bytes: bytes)
        return reader.part()
    }

    var fields: [CapturedField] {
        var reader = Reader(bytes: bytes)
        reader.skip()
        var fields: [CapturedField] = []
        while let kind = reader.kind() {
            let (name, value) = (reader.part(), reader.part())
            let change: CapturedField.Change =
                switch kind {
                case .kept: .kept
                case .added: .added
                case .removed: .removed
                case .replaced: .replaced(was: reader.part())
                }
            fields.append(CapturedField(name: name, value: value, change: change))
        }
        return fields
    }
}

extension CapturedHead {
    /// A head that is text already.
    init(startLine: String, fields: [CapturedField]) {
        var writer = Writer(capacity: 64 * (fields.count + 1))
        writer.part(startLine.utf8)
        for field in fields {
            writer.field(Kind(field.change))
            writer.part(field.name.utf8)
            writer.part(field.value.utf8)
            if case .replaced(let was) = field.change { writer.part(was.utf8) }
        }
        self = writer.finish()
    }

    /// Reads what the writer has written.
    private struct Reader {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func kind() -> Kind? {
            guard position < bytes.count else { return nil }
            defer { position += 1 }
            return Kind(rawValue: bytes[position])
        }

        mutating func part() -> String { String(decoding: bytes[range()], as: UTF8.self) }

        mutating func skip() { _ = range() }

        private mutating func range() -> Range<Int> {
            let start = position + Writer.lengthSize
            position = start + bytes.length(at: position)
            return start..<position
        }
    }
}

extension CapturedHead.Kind {
    fileprivate init(_ change: CapturedField.Change) {
        switch change {
        case .kept: self = .kept
        case .added: self = .added
        case .removed: self = .removed
        case .replaced: self = .replaced
        }
    }
}

extension [UInt8] {
    fileprivate mutating func setLength(_ length: Int, at index: Int) {
        withUnsafeMutableBytes { $0.storeBytes(of: UInt32(length), toByteOffset: index, as: UInt32.self) }
    }

    fileprivate func length(at index: Int) -> Int {
        withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: index, as: UInt32.self)) }
    }
}
