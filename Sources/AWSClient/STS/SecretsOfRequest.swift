import HTTPTypes
import SecretSearch

/// What a request holds that no word about its answer may quote: services answer a wrong signature with the canonical
/// request, in which the session token stands.
struct SecretsOfRequest {
    private let index: SecretIndex

    /// - Parameter others: secrets in the body.
    init(_ request: TransportRequest, and others: [String] = []) {
        let fields = request.head.headerFields
        let signature = fields[.authorization]?.split(separator: "Signature=").last.map(String.init)
        let plain = [fields[.amzSecurityToken], signature].compactMap { $0 } + others
        index = SecretIndex(plain.flatMap { Self.notations(of: $0) }.map { (Array($0.utf8), "<redacted>") })
    }

    /// Where services begin to quote the request.
    private static let quotation = "The Canonical String for this request"

    /// Takes out the secrets, parts of them, and the signatures of tokens, which are other services' secrets.
    ///
    /// By bytes: a combining mark behind a secret makes one character of its last letter, and would hide it from a search by
    /// characters.
    func hide(in text: String) -> String {
        var bytes = Array(text.utf8)
        if let quoted = bytes.firstRange(of: Array(Self.quotation.utf8)) { bytes.removeSubrange(quoted.lowerBound...) }
        let matches = (index.matches(in: bytes) + TokenSignatures.matches(in: bytes)).merged
        return String(decoding: bytes.hiding(matches), as: UTF8.self)
    }

    /// Whether one of them, or a part of one, is in a text.
    func areQuoted(in text: String) -> Bool { !index.matches(in: Array(text.utf8)).isEmpty }

    /// - Returns: the service's name for the call; nil for anything that has not the form of one.
    func requestID(_ text: String?) -> String? {
        guard let text, hide(in: text) == text, text.wholeMatch(of: /[A-Za-z0-9\-]{1,64}/) != nil else { return nil }
        return text
    }

    /// A secret as it is, and percent-encoded, once and twice, in either case.
    private static func notations(of secret: String) -> [String] {
        let once = URIEncoding.encode(secret)
        let encoded = [once, URIEncoding.encode(once)]
        return [secret] + encoded + encoded.map { $0.replacing(/%(25)?[0-9A-F]{2}/) { $0.output.0.lowercased() } }
    }
}
