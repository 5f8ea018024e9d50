import Canvas
import ProxyCore

/// What an upstream named as the cause of its refusal, in its challenge or its body.
struct UpstreamBlame {
    enum Cause: CaseIterable, Sendable, Hashable {
        case audience, expiry, signature, issuer

        fileprivate var words: Set<String> {
            switch self {
            case .audience: ["aud", "audience", "audiences"]
            case .expiry: ["exp", "expired", "expiry", "expiration"]
            case .signature: ["signature", "signatures"]
            case .issuer: ["iss", "issuer", "issuers"]
            }
        }

        /// The closing sentence where the upstream named this and nothing else.
        var sentence: String {
            switch self {
            case .audience: "the upstream expects another audience."
            case .expiry: "the upstream takes the token for expired."
            case .signature: "the upstream could not verify the token's signature."
            case .issuer: "the upstream does not know the token's issuer."
            }
        }
    }

    /// The words about each cause, as the upstream put them.
    private(set) var said: [Cause: String] = [:]
    /// The one cause that was named; nil where there was none, or more than one.
    private(set) var only: Cause?

    /// Only refusals for lack of a right are read: anywhere else such words may mean anything.
    init(_ end: FlowEnd) {
        guard end.error == nil, end.status == 401 || end.status == 403 else { return }
        let challenges = end.challenges.compactMap(FlowReason.description).map { "\"\($0)\"" }
        let body = (end.response?.bodyPrefix ?? []).split(separator: UInt8(ascii: "\n"))
        for texts in [challenges, body.map { String(decoding: $0, as: UTF8.self) }] {
            let found = Self.causes(in: texts)
            // A challenge is meant for this; a body is read for what it adds.
            if said.isEmpty, found.count == 1 { only = found.keys.first }
            said.merge(found) { first, _ in first }
        }
    }

    private static func causes(in texts: [String]) -> [Cause: String] {
        var found: [Cause: String] = [:]
        for text in texts {
            let words = words(of: text)
            for cause in Cause.allCases where found[cause] == nil && !words.isDisjoint(with: cause.words) {
                found[cause] = String(text.prefix(120))
            }
        }
        return found
    }

    /// The words of a text in small letters; `invalidAudience` and `token_expired` are two words each.
    private static func words(of text: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        for character in text {
            if !character.isLetter || (character.isUppercase && word.last?.isLowercase == true) {
                words.insert(word.lowercased())
                word = ""
            }
            if character.isLetter { word.append(character) }
        }
        words.insert(word.lowercased())
        return words
    }
}
