/// A bisect as far as it has come: what each of its replays was answered. Told anew with each change.
package struct BisectReport: Sendable, Hashable {
    package enum Phase: Sendable, Hashable {
        /// The replay is under way, or its token is.
        case sending(BisectStep)
        /// The pause before a step.
        case waiting(BisectStep)
        case complete
        /// Somebody stopped it.
        case stopped
    }

    package var time: WallTime
    /// The flow that is looked into.
    package let flow: FlowID
    /// Its upstream's authority.
    package let host: String
    /// What its upstream answered the first time; nil if it did not.
    package let status: Int?
    /// In the order of the steps.
    package var answers: [BisectAnswer]
    package var phase: Phase
    /// What the answers mean together, as the names in `docs/events.md`; empty until it is over.
    package var readings: [String]

    package init(
        time: WallTime, flow: FlowID, host: String, status: Int?, answers: [BisectAnswer] = [],
        phase: Phase = .sending(.asSent), readings: [String] = []
    ) {
        self.time = time
        self.flow = flow
        self.host = host
        self.status = status
        self.answers = answers
        self.phase = phase
        self.readings = readings
    }

    package var isOver: Bool { phase == .complete || phase == .stopped }

    package subscript(step: BisectStep) -> BisectAnswer? { answers.first { $0.step == step } }
}

/// What came of one replay of a bisect.
package struct BisectAnswer: Sendable, Hashable {
    package let step: BisectStep
    /// The replay itself; nil where nothing was sent.
    package let flow: FlowID?
    /// The token that it carried, or a part of it that is its own.
    package let token: TokenID?
    /// Six hex digits of the token's SHA-256; of a broken one, those of the whole one.
    package let print: String?
    /// What its token had left when it was sent, negative for one that was over; nil where none was.
    package let lifeLeft: Duration?
    /// What the upstream answered; nil where it did not.
    package let status: Int?
    package let took: Duration
    /// What the upstream said of a refusal: its challenge or else the beginning of the body. Untrusted, and without credentials.
    package let said: String?
    /// What tells the answer's other parts from those of another; nil where its head was not kept.
    package let traits: AnswerTraits?
    /// Why nothing was sent, or why no answer came.
    package let fault: String?

    package init(
        step: BisectStep, flow: FlowID?, token: TokenID? = nil, print: String? = nil, lifeLeft: Duration? = nil,
        status: Int?, took: Duration = .zero, said: String? = nil,
        traits: AnswerTraits? = nil, fault: String? = nil
    ) {
        self.step = step
        self.flow = flow
        self.token = token
        self.print = print
        self.lifeLeft = lifeLeft
        self.status = status
        self.took = took
        self.said = said
        self.traits = traits
        self.fault = fault
    }
}

/// In what a refusal may differ from another with the same status. Holds nothing of the body itself.
package struct AnswerTraits: Sendable, Hashable {
    /// `WWW-Authenticate`, its fields joined, cut to its beginning; nil where there was none. Untrusted.
    package let challenge: String?
    /// The whole body's length.
    package let bodyLength: Int
    /// A checksum of the beginning of the body that was kept, to tell bodies of one length apart. No proof of anything.
    package let bodyMark: String

    package init(challenge: String?, bodyLength: Int, bodyMark: String) {
        self.challenge = challenge
        self.bodyLength = bodyLength
        self.bodyMark = bodyMark
    }
}
