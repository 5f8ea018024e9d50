/// A step on the way from configuration to a token that verifies, in the order in which they are looked at.
package enum PreflightStep: String, Sendable, Hashable, CaseIterable {
    case configuration, region, dns, tcp, tls, credentials, identity, clock, federation, mint, claims, discovery, keys,
        signature
}

/// One step, and how it went.
package struct PreflightCheck: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// Looked at, and right.
        case ok
        /// Looked at, and wrong.
        case failed
        /// Looked at, and it cannot be told.
        case unknown
        /// Not looked at: it depends on a step that failed, or does not apply.
        case skipped
    }

    package let step: PreflightStep
    package let verdict: Verdict
    /// What was found, in words. May hold untrusted text.
    package let text: String
    /// What to do about it.
    package let remedy: String?
    package let took: Duration?

    package init(
        _ step: PreflightStep, _ verdict: Verdict, _ text: String, remedy: String? = nil, took: Duration? = nil
    ) {
        self.step = step
        self.verdict = verdict
        self.text = text
        self.remedy = remedy
        self.took = took
    }
}

/// All that has been looked at so far.
package struct PreflightReport: Sendable {
    package let time: WallTime
    package let checks: [PreflightCheck]
    /// Whether no further step follows.
    package let isComplete: Bool

    package init(time: WallTime, checks: [PreflightCheck], isComplete: Bool) {
        self.time = time
        self.checks = checks
        self.isComplete = isComplete
    }

    /// Whether nothing that was looked at is wrong.
    package var isGood: Bool { !checks.contains { $0.verdict == .failed } }
}
