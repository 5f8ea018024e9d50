import ProxyCore

/// In what one answer to a replay differs from another with the same status.
struct AnswerDifference {
    /// In a few words; of answers that are alike in everything that was kept, that they are.
    let words: EvidenceText

    /// nil where the statuses differ, which says it already, or where nobody knows more than those.
    init?(_ answer: BisectAnswer, from other: BisectAnswer) {
        guard answer.status == other.status, let own = answer.traits, let others = other.traits else { return nil }
        let parts = [Self.challenge(own, others), Self.body(own, others)].compactMap(\.self)
        words =
            parts.isEmpty
            ? "status, WWW-Authenticate and body alike" : parts.dropFirst().reduce(parts[0]) { "\($0), \($1)" }
    }

    private static func challenge(_ own: AnswerTraits, _ others: AnswerTraits) -> EvidenceText? {
        guard own.challenge != others.challenge else { return nil }
        guard own.challenge != nil else { return "no WWW-Authenticate" }
        return others.challenge == nil ? "WWW-Authenticate only here" : "another WWW-Authenticate"
    }

    private static func body(_ own: AnswerTraits, _ others: AnswerTraits) -> EvidenceText? {
        if own.bodyLength != others.bodyLength { return "body \(own.bodyLength) B, not \(others.bodyLength) B" }
        return own.bodyMark == others.bodyMark ? nil : "another body of \(own.bodyLength) B"
    }
}
