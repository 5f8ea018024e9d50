/// One line of evidence: a verdict, what it is about, and what was seen.
package struct Finding: Sendable, Hashable {
    /// What a finding is about, in the order of likelihood that holds while nothing speaks for another.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case fault
        case sts, credentials, upstream, token, bisect
        case audience, expiry, clock, age, header, size, algorithm, signature, issuer, scope, identity
    }

    package let verdict: Verdict
    package let subject: Subject
    package let text: EvidenceText
    /// More evidence, for which there is a line of its own where it does not fit beside.
    package let more: EvidenceText?
    /// A detail that a narrow screen may leave out.
    package let aside: EvidenceText?
    /// What to do to know more.
    package let action: RemedyAction?

    package init(
        _ verdict: Verdict, _ subject: Subject, _ text: EvidenceText, more: EvidenceText? = nil,
        aside: EvidenceText? = nil,
        action: RemedyAction? = nil
    ) {
        self.verdict = verdict
        self.subject = subject
        self.text = text
        self.more = more
        self.aside = aside
        self.action = action
    }
}
