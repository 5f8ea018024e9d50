/// Known secrets, made ready for being looked for in untrusted bytes, all of them in one pass.
///
/// A secret of 6 to 15 bytes is found as it stands. Of a longer one every part of 16 bytes or more is found, and what stands in
/// between and is no letter of Base64URL (a zero-width space, a NUL, a line's end) does not hide it. The work is linear in the
/// bytes that are searched, whatever the secrets are.
package struct SecretIndex: Sendable {
    /// Shorter ones are words, and are left alone.
    package static let shortest = 6

    private let names: [String]
    /// Of secrets that are looked for as they stand.
    private let plain: PatternTable
    /// Of the letters of the others.
    private let letters: PatternTable

    /// - Parameter secrets: the first one says what is found where several are.
    package init(_ secrets: [(bytes: [UInt8], name: String)]) {
        var (plain, letters) = (PatternTable.Builder(), PatternTable.Builder())
        var seen: Set<[UInt8]> = []
        for (index, secret) in secrets.enumerated()
        where secret.bytes.count >= Self.shortest && seen.insert(secret.bytes).inserted {
            let bare = secret.bytes.filter(Base64URL.isLetter)
            if bare.count >= PatternTable.run { letters.add(bare, index) } else { plain.add(secret.bytes, index) }
        }
        names = secrets.map(\.name)
        self.plain = PatternTable(plain)
        self.letters = PatternTable(letters)
    }

    package var isEmpty: Bool { plain.isEmpty && letters.isEmpty }

    /// Where secrets and parts of them stand; they may overlap.
    package func matches(in bytes: [UInt8]) -> [SecretMatch] { search(bytes).matches }

    /// Whether something of a secret may be there: quicker than looking for it, and right wherever it says no.
    package func mayBe(in bytes: UnsafeRawBufferPointer) -> Bool {
        letters.mayBe(in: bytes) || !plain.isEmpty && !search(Array(bytes)).matches.isEmpty
    }

    /// The matches, and how many bytes were compared with secrets' for them.
    func search(_ bytes: [UInt8]) -> (matches: [SecretMatch], compared: Int) {
        var whole = SecretSweep(plain)
        whole.run(over: bytes)
        var matches = whole.found.map { SecretMatch($0.range, names[$0.secret]) }
        guard !letters.isEmpty else { return (matches, whole.compared) }
        let places = bytes.indices.filter { Base64URL.isLetter(bytes[$0]) }
        var parts = SecretSweep(letters)
        parts.run(over: places.map { bytes[$0] })
        matches += parts.found.map { found in
            let end = places[found.range.upperBound - 1] + 1
            // Padding belongs to what it pads.
            let padded = bytes[end...].prefix { $0 == UInt8(ascii: "=") }.endIndex
            return SecretMatch(places[found.range.lowerBound]..<padded, names[found.secret])
        }
        return (matches, whole.compared + parts.compared)
    }
}
