package import ProxyCore

/// How one host has answered requests with the tokens of one audience set. Bounded: it keeps counts, not flows.
package struct AudienceHistory: Sendable {
    /// Tokens beyond these, the least recently used first, are forgotten one by one.
    private static let tokenLimit = 16

    package private(set) var accepted = 0
    package private(set) var unauthorized = 0
    package private(set) var forbidden = 0
    /// Every other answer of the upstream's.
    package private(set) var others = 0
    /// The tokens used last, oldest first.
    package private(set) var tokens: [TokenHistory] = []
    package private(set) var lastAccepted: Acceptance?

    package init() {}

    package var answers: Int { accepted + unauthorized + forbidden + others }

    /// How many answers had a status.
    package func count(of status: Int) -> Int? {
        switch status {
        case 401: unauthorized
        case 403: forbidden
        default: nil
        }
    }

    package func token(_ print: String) -> TokenHistory? { tokens.last { $0.print == print } }

    /// An upstream answered a request that carried a token.
    ///
    /// - Parameter identity: whose token it was; nil where its claims are not kept.
    package mutating func answered(
        _ status: Int, _ sent: SentToken, flow: FlowID, at time: WallTime, as identity: TokenIdentity?
    ) {
        switch status {
        case 200..<300:
            accepted += 1
            lastAccepted = Acceptance(flow: flow, time: time, sent: sent, identity: identity)
        case 401: unauthorized += 1
        case 403: forbidden += 1
        default: others += 1
        }
        moveToEnd(sent)
        tokens[tokens.count - 1].answered(status, age: sent.age, flow: flow)
    }

    /// Most answers are to the token that had the one before.
    private mutating func moveToEnd(_ sent: SentToken) {
        guard tokens.last?.print != sent.print else { return }
        tokens.append(tokens.firstIndex { $0.print == sent.print }.map { tokens.remove(at: $0) } ?? TokenHistory(sent))
        if tokens.count > Self.tokenLimit { tokens.removeFirst() }
    }
}

extension AudienceHistory {
    /// A request that was answered with a 2xx.
    package struct Acceptance: Sendable {
        package let flow: FlowID
        package let time: WallTime
        package let sent: SentToken
        package let identity: TokenIdentity?
    }
}
