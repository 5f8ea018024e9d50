import ProxyCore

/// What looking at a step came to.
struct Finding: Sendable, Equatable {
    let verdict: PreflightCheck.Verdict
    /// May hold untrusted text.
    let text: String
    let remedy: String?
    /// The step's own time, where it is not that of the whole look.
    let took: Duration?
    /// Whether the steps that depend on this one cannot be looked at.
    let stopsOthers: Bool

    static func ok(_ text: String, took: Duration? = nil) -> Finding {
        Finding(verdict: .ok, text: text, remedy: nil, took: took, stopsOthers: false)
    }

    static func failed(_ text: String, remedy: String?) -> Finding {
        Finding(verdict: .failed, text: text, remedy: remedy, took: nil, stopsOthers: true)
    }

    static func failed(_ failure: PreflightFailure) -> Finding {
        .failed(failure.message, remedy: failure.remedy)
    }

    /// Something is amiss, and nothing depends on it.
    static func warned(_ text: String, remedy: String?) -> Finding {
        Finding(verdict: .failed, text: text, remedy: remedy, took: nil, stopsOthers: false)
    }

    /// - Parameter stopsOthers: whether the steps that follow need what could not be told.
    static func unknown(_ text: String, remedy: String? = nil, stopsOthers: Bool = false) -> Finding {
        Finding(verdict: .unknown, text: text, remedy: remedy, took: nil, stopsOthers: stopsOthers)
    }

    /// The step does not apply here, and what comes after it does without.
    static func inapplicable(_ text: String) -> Finding {
        Finding(verdict: .skipped, text: text, remedy: nil, took: nil, stopsOthers: false)
    }

    /// The step was left out on purpose, and with it what needs its result.
    static func leftOut(_ text: String) -> Finding {
        Finding(verdict: .skipped, text: text, remedy: nil, took: nil, stopsOthers: true)
    }
}
