import ProxyCore
import SecretSearch

/// Takes secrets out of text by what they are, wherever they stand: upstreams echo tokens in error pages, and
/// applications put credentials into queries.
struct Redaction {
    /// How many credentials of an application are looked for. Who sends more is shown nothing of what comes back.
    static let credentialLimit = 64
    /// What stands in place of all text where there are more.
    static let refusal = "<not shown: too many credentials to look for>"

    /// What is looked for as it is; nil where that is too much.
    private let known: SecretIndex?

    /// - Parameters:
    ///   - token: what was on the wire: its signature is taken out.
    ///   - secrets: what the application sent of its own; shorter ones than six bytes are left alone.
    init(sent token: Token?, secrets: [String] = []) {
        let distinct = Set(secrets.filter { $0.utf8.count >= SecretIndex.shortest })
        guard distinct.count <= Self.credentialLimit else {
            known = nil
            return
        }
        let signature = token.map { (bytes: Self.signature(of: $0), name: "<signature of \($0.facts.id)>") }
        let notations = distinct.sorted().flatMap { PercentEncoded.notations(of: $0) }
        known = SecretIndex([signature].compactMap(\.self) + notations.map { (Array($0.utf8), "<redacted>") })
    }

    private static func signature(of token: Token) -> [UInt8] {
        let compact = Array(token.authorization.exposed.utf8)
        return compact.lastIndex(of: UInt8(ascii: ".")).map { Array(compact[($0 + 1)...]) } ?? []
    }

    func text(_ text: String) -> String {
        guard text.utf8.count >= SecretIndex.shortest else { return text }
        let bytes = Array(text.utf8)
        guard let matches = matches(in: bytes) else { return Self.refusal }
        return matches.isEmpty ? text : String(decoding: bytes.hiding(matches), as: UTF8.self)
    }

    /// Replaces what is known, and the third part of everything that looks like a compact JWT.
    ///
    /// - Parameter limit: what stands from there on is read, but not shown. A secret that begins before it is found if 16 bytes
    ///   of it were read.
    func bytes(_ bytes: [UInt8], before limit: Int = .max) -> [UInt8] {
        guard let matches = matches(in: bytes) else { return Array(Self.refusal.utf8) }
        return bytes.hiding(matches, before: limit)
    }

    private func matches(in bytes: [UInt8]) -> [SecretMatch]? {
        guard let known else { return nil }
        return (known.matches(in: bytes) + TokenSignatures.matches(in: bytes)).merged
    }
}
