import ProxyCore

extension Diagnosis {
    /// What is wrong with a token by itself, before any upstream has seen it.
    package init(of token: TokenEvidence) {
        let checks = TokenChecks(token: token)
        let cause = checks.cause
        self.init(
            cause: cause, sentence: cause.map { Self.sentence($0, token) },
            remedies: cause.map { Self.remedies($0, token) } ?? [], findings: checks.findings)
    }

    private static func sentence(_ cause: Cause, _ token: TokenEvidence) -> EvidenceText {
        if let sentence = token.verification?.sentence(of: cause) { return sentence }
        return switch cause {
        case .audience:
            "the token is meant for \(foreign: list(token.registered.audiences ?? [])), and not for \(foreign: list(token.expectedAudiences))"
        case .expired: "the token has expired: it is \(.life(token.lifeLeft ?? .zero))"
        case .clock: "the token is from the future, by this machine's clock"
        case .algorithm: TokenAlgorithm(header: token.header).sentence
        case .malformed where !token.repeatedNames.isEmpty:
            "the token says something twice: two readers may take it for two different tokens"
        default: "the token has not what every verifier asks for"
        }
    }

    private static func list(_ audiences: [String]) -> String { audiences.joined(separator: ", ") }

    private static func remedies(_ cause: Cause, _ token: TokenEvidence) -> [Remedy] {
        if let check = token.verification, check.cause == cause {
            return [check.remedy.map { Remedy(nil, "\(foreign: $0)") }].compactMap(\.self)
        }
        return switch cause {
        case .audience:
            [Remedy(nil, "ask for a token with the audience that is expected", setting: "--token-audience VALUE")]
        case .expired: [Remedy(nil, "ask for a new one", setting: "jotop token --audience VALUE")]
        case .clock: [Remedy(nil, "set this machine's clock by NTP")]
        case .algorithm: TokenAlgorithm.remedies
        case .malformed where !token.repeatedNames.isEmpty:
            [Remedy(nil, "do not accept it; ask whoever issued it for one that says each thing once")]
        default: []
        }
    }
}
