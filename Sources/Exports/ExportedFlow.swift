package import ProxyCore

/// A flow as it leaves the program, with what its events alone do not tell.
package struct ExportedFlow: Sendable {
    package let start: FlowStart
    /// How it ended, or how far it has come.
    package let end: FlowEnd?
    /// Whether it is over.
    package let isOver: Bool
    /// What was likely wrong, in a word, where that is known.
    package let cause: String?
    /// The first challenge of the answer.
    package let challenge: Challenge?
    /// How far the answer's `Date` is ahead of this machine's clock; nil where there is none that tells.
    package let dateSkew: Duration?

    /// What a `WWW-Authenticate` field says (RFC 6750, section 3).
    package struct Challenge: Sendable, Hashable {
        package let scheme: String
        package let error: String?
        package let description: String?

        package init(scheme: String, error: String?, description: String?) {
            (self.scheme, self.error, self.description) = (scheme, error, description)
        }
    }

    package init(
        start: FlowStart, end: FlowEnd?, isOver: Bool = true, cause: String? = nil, challenge: Challenge? = nil,
        dateSkew: Duration? = nil
    ) {
        (self.start, self.end, self.isOver) = (start, end, isOver)
        (self.cause, self.challenge, self.dateSkew) = (cause, challenge, dateSkew)
    }
}
