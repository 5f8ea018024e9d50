/// What of the identities in a text is shown: the hide level, applied while drawing.
///
/// 0 shows everything but signatures, which no level shows; 1 shortens account, organisation and key ids; 2 also puts
/// aliases in the place of hosts, paths and subjects; 3 shows the shape of such texts only.
struct Veil: Sendable {
    static let levels = 0...3

    /// What a level leaves to be seen.
    static func meaning(of level: Int) -> String {
        switch level {
        case 0: "everything but signatures"
        case 1: "account, organisation and key ids shortened"
        case 2: "hosts, paths and subjects by alias"
        default: "shapes only"
        }
    }

    let level: Int
    let aliases: Aliases

    /// Free text: messages, header values, ARNs, claims.
    func text(_ text: String) -> String {
        guard level > 0 else { return text }
        return identifiers(level > 1 ? named(text) : text)
    }

    /// The text of somebody else: from level 3 on its shape alone.
    func foreign(_ text: String) -> String { level > 2 ? Self.shape(text) : self.text(text) }

    func host(_ host: String) -> String {
        switch level {
        case ...1: text(host)
        case 2: aliases.host(host)
        default: Self.shape(host)
        }
    }

    func path(_ path: String) -> String {
        switch level {
        case ...1: text(path)
        case 2: aliases.path(path)
        default: Self.shape(path)
        }
    }

    /// A key's id: `f3..9a`.
    func keyID(_ id: String) -> String { level > 0 ? Self.ends(of: id, head: 2) : id }

    /// The id of a token or of a call: `c01d..7e`.
    func reference(_ id: String) -> String { level > 0 ? Self.ends(of: id, head: 4) : id }

    /// Hosts and subjects that have been met, replaced wherever they stand.
    private func named(_ text: String) -> String {
        var text = text
        for subject in aliases.subjects.keys where text.contains(subject) {
            text = text.replacing(subject, with: aliases.subject(subject))
        }
        // Longer names first: one may end in another.
        for host in aliases.hosts.keys.sorted(by: { ($1.utf8.count, $0) < ($0.utf8.count, $1) })
        where text.contains(host) {
            text = text.replacing(host, with: aliases.host(host))
        }
        return text
    }

    /// Shortens what has the form of an account, an organisation, an access key or a UUID.
    private func identifiers(_ text: String) -> String {
        guard text.utf8.count >= 10 else { return text }
        var result = ""
        var word = ""
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || character == "-" {
                word.append(character)
            } else {
                result += Self.shortened(word)
                result.append(character)
                word = ""
            }
        }
        return result + Self.shortened(word)
    }

    private static func shortened(_ word: String) -> String {
        let length = word.utf8.count
        guard length >= 12 else { return word }
        if length == 12, word.allSatisfy(\.isNumber) { return "\(word.prefix(4))..\(word.suffix(4))" }
        if length == 20, word.hasPrefix("AKIA") || word.hasPrefix("ASIA") {
            return "\(word.prefix(4))..\(word.suffix(2))"
        }
        if length <= 34, word.hasPrefix("o-") { return "\(word.prefix(4))..\(word.suffix(2))" }
        if length == 36, word.filter({ $0 == "-" }).count == 4, word.allSatisfy({ $0.isHexDigit || $0 == "-" }) {
            return "\(word.prefix(8))-..-\(word.suffix(2))"
        }
        return word
    }

    private static func ends(of id: String, head: Int) -> String {
        id.count > head + 4 ? "\(id.prefix(head))..\(id.suffix(2))" : id
    }

    private static func shape(_ text: String) -> String {
        String(text.map { $0.isLetter ? "x" : $0.isNumber ? "9" : $0 })
    }
}
