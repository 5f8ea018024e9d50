import ProxyCore

/// What an upstream said of its refusal: which causes it named, in its challenges, its body and its fields.
///
/// A challenge is meant for this, and goes before the body, which is read for what it adds. Only refusals are read, and answers with
/// 400, 413 or 422 where a known phrase stands in them: anywhere else such words may mean anything.
package struct UpstreamWords: Sendable {
    /// The longest quote, in characters.
    package static let quoteLength = 160
    /// How much of a body is read, in bytes.
    private static let bodyLimit = 4_096
    /// Fields in which services say what they think.
    private static let fields = [
        "x-amzn-errortype", "x-goog-iap-error", "x-jwt-error", "x-error", "x-auth-error", "grpc-message",
        "x-databricks-reason-phrase",
    ]

    package let challenges: [AuthChallenge]
    /// In the order in which they were found; each cause once.
    package let statements: [Statement]

    package init(_ evidence: Evidence) {
        challenges = evidence.challenges
        guard evidence.mayBeRefused else {
            statements = []
            return
        }
        var found = Self.reasons(challenges).flatMap { Self.statements(in: $0, .challenge) }
        found += Self.lines(of: evidence.flow.response).flatMap { Self.statements(in: $0, .body) }
        for name in Self.fields {
            for value in evidence.flow.response?.values(of: name) ?? [] {
                found += Self.statements(in: value, .field(name))
            }
        }
        if found.isEmpty { found = Self.unreadable(challenges) }
        statements = Self.weighed(found).filter {
            // Google's page says the same of whoever is not known, who has no rights that could be too few.
            (evidence.isRefused || $0.isCertain) && !(evidence.upstreamStatus == 401 && $0.isGooglesPage)
        }
    }

    package func statement(_ cause: Cause) -> Statement? { statements.first { $0.cause == cause } }

    /// The one cause that was named; nil where there was none, or where there were several of the same weight.
    package var only: Statement? {
        for place in [true, false] {
            let challenged = statements.filter { ($0.place == .challenge) == place }
            if challenged.count == 1 { return challenged[0] }
            if challenged.count > 1 { return nil }
        }
        return nil
    }

    /// Whether it is the token's age that the upstream refuses, and not its end.
    var limitsAge: Bool { says(Phrasebook.old, of: .expired) }
    /// Whether what it says of keys may as well be about the algorithm.
    var meansAlgorithmOrKeys: Bool { says([Phrasebook.algorithmOrKeys], of: .keys) }

    private func says(_ phrases: [String], of cause: Cause) -> Bool {
        guard let quote = statement(cause)?.quote else { return false }
        let plain = PlainText(quote).text
        return phrases.contains { plain.contains($0) }
    }

    /// Whether the upstream wants something else than a bearer token.
    package var wantsOtherScheme: Bool {
        !challenges.isEmpty && !challenges.contains { $0.isBearer || $0.scheme.lowercased() == "dpop" }
    }

    // MARK: - Reading

    private static func reasons(_ challenges: [AuthChallenge]) -> [String] {
        challenges.flatMap { [$0.errorDescription, $0.error].compactMap(\.self) }
    }

    /// `invalid_request`, of itself: no token, more than one, or one that cannot be read (RFC 6750, section 3.1).
    private static func unreadable(_ challenges: [AuthChallenge]) -> [Statement] {
        guard challenges.contains(where: { $0.isBearer && $0.error == Self.invalidRequest }) else { return [] }
        return [Statement(cause: .malformed, quote: invalidRequest, place: .challenge, isCertain: true)]
    }

    /// The code of RFC 6750 for a request that is malformed.
    static let invalidRequest = "invalid_request"

    /// None of a body that is compressed: its bytes are no words.
    private static func lines(of response: MessageCapture?) -> [String] {
        guard let response, response.bodyCoding == nil else { return [] }
        return response.bodyPrefix.prefix(bodyLimit).split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// The causes that a text names: by a phrase that is known or, where there is none, by its words.
    private static func statements(in text: String, _ place: Statement.Place) -> [Statement] {
        let plain = PlainText(text).text
        if let phrase = Phrasebook.phrases.first(where: { plain.contains($0.text) }) {
            return [
                Statement(cause: phrase.cause, quote: quote(text, around: phrase.text), place: place, isCertain: true)
            ]
        }
        let words = Phrasebook.complaints(of: text)
        return Phrasebook.words.filter { !words.isDisjoint(with: $0.words) }.map {
            Statement(cause: $0.cause, quote: quote(text), place: place, isCertain: false)
        }
    }

    /// Of each cause the first statement; where a phrase is known, words that may mean anything are left out.
    private static func weighed(_ found: [Statement]) -> [Statement] {
        let certain = found.filter(\.isCertain)
        var causes: Set<Cause> = []
        return (certain.isEmpty ? found : certain).filter { causes.insert($0.cause).inserted }
    }

    /// A text on one line, cut to its length; of a long one, the part that has a word of the phrase in it.
    private static func quote(_ text: String, around phrase: String = "") -> String {
        let line = text.trimmingSpace
        let small = line.lowercased()
        guard line.count > quoteLength, let word = phrase.split(separator: " ").max(by: { $0.count < $1.count }),
            let found = small.firstRange(of: String(word))
        else { return String(line.prefix(quoteLength)) }
        let offset = small.distance(from: small.startIndex, to: found.lowerBound)
        return String(line.dropFirst(max(0, offset - quoteLength / 2)).prefix(quoteLength))
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

extension Statement {
    fileprivate var isGooglesPage: Bool { quote.lowercased().contains("your client does not have permission") }
}
