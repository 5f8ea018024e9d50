import Canvas
import Diagnosis
import ProxyCore

/// What a flow's problem is called, from what was said about it: the upstream's words, or the proxy's own.
struct FlowReason {
    private let record: FlowRecord
    private let scene: Scene

    init(_ record: FlowRecord, _ scene: Scene) {
        self.record = record
        self.scene = scene
    }

    /// A few words for a line that has other things to say too; nil where nothing went wrong.
    var short: String? {
        guard record.isProblem, let end = record.end else { return nil }
        if let error = end.error {
            guard error.code == .tokenUnavailable else { return Self.words(of: error, scene.veil) }
            let cause = failedMint.map { scene.veil.text($0.failure.code) } ?? Self.words(of: error, scene.veil)
            return "no token: " + (error.backOff.map { "back-off, next try in \($0.upwards); " } ?? "") + cause
        }
        return end.challenges.lazy.compactMap(Self.description).first.map { "\"\(scene.veil.foreign($0))\"" }
    }

    /// Why STS was not asked for it; nil where it was.
    var backOff: String? {
        guard let error = record.end?.error, let wait = error.backOff else { return nil }
        let cause = failedMint.map { " after \(scene.veil.text($0.failure.code))" } ?? ""
        return "back-off\(cause), next try in \(wait.upwards): STS was not asked"
    }

    /// What jotop has to say of an error: its cause where that is known.
    static func words(of error: ProxyError, _ veil: Veil) -> String {
        veil.text(error.detail.isEmpty ? error.code.rawValue : error.detail)
    }

    /// The failed call because of which there was no token, or a later one of the same kind.
    var failedMint: TokenFailed? {
        guard let failure = latestFailure, let end = record.end else { return nil }
        return failure.accounts(for: end) ? failure : nil
    }

    /// How STS refused this audience last, whoever asked.
    var latestFailure: TokenFailed? {
        record.start.audiences.flatMap { scene.traffic.tokens[$0]?.failure }
    }

    /// The `error_description` of the first challenge in a field that has one, or else its `error` (RFC 6750, section 3).
    static func description(of field: String) -> String? {
        ChallengeParser.challenges(in: [field]).lazy.compactMap(\.reason).first
    }
}

extension Duration {
    /// Whole seconds, rounded up: nobody shall try too early.
    fileprivate var upwards: String { Duration.seconds((self + .milliseconds(999)).wholeSeconds).phrase }
}
