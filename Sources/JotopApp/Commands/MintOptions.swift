import ArgumentParser
import JotopSettings
import ProxyCore

/// What a token is to be like, for the commands that mint a single one.
struct MintOptions: ParsableArguments {
    @Option(help: "RS256 or ES384. (default: RS256)")
    var signingAlgorithm: String?

    @Option(help: "Life of the token, 60s to 1h. (default: 1h)")
    var duration: String?

    @Option(help: "Tag to send along, key=value; repeatable.")
    var tag: [String] = []

    @Option(help: "true or false: ask for no more life than the role session has left. (default: true)")
    var capToSession: String?

    /// - Returns: nil where it is not given.
    func capsToSession() throws(UsageError) -> Bool? {
        guard let capToSession else { return nil }
        guard let isCapped = Bounds.bool(capToSession) else {
            throw UsageError(flag: "cap-to-session", value: capToSession, remedy: "must be true or false")
        }
        return isCapped
    }

    /// - Returns: nil where it is not given.
    func algorithm() throws(UsageError) -> SigningAlgorithm? {
        guard let signingAlgorithm else { return nil }
        guard let algorithm = SigningAlgorithm(rawValue: signingAlgorithm) else {
            throw UsageError(flag: "signing-algorithm", value: signingAlgorithm, remedy: "must be RS256 or ES384")
        }
        return algorithm
    }

    /// - Returns: nil where it is not given.
    func life() throws(UsageError) -> Duration? {
        guard let duration else { return nil }
        guard let life = Bounds.tokenDuration(duration) else {
            throw UsageError(flag: "duration", value: duration, remedy: Bounds.tokenDurationRemedy)
        }
        return life
    }

    func tags() throws(UsageError) -> [TokenTag] { try Bounds.tags(tag, flag: "tag") }
}
