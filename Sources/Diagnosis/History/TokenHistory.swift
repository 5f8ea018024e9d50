package import ProxyCore

/// How one host has answered one token.
package struct TokenHistory: Sendable {
    /// The token's age when it was sent, and by which request.
    package struct Use: Sendable, Hashable {
        package let flow: FlowID
        package let age: Duration
    }

    package let id: TokenID
    package let print: String
    package private(set) var answers = 0
    package private(set) var accepted = 0
    package private(set) var unauthorized = 0
    package private(set) var forbidden = 0
    /// The youngest with which a 401 was got.
    package private(set) var firstRefusal: Use?
    /// The youngest with which a 2xx was got.
    package private(set) var firstAcceptance: Use?

    init(_ sent: SentToken) {
        id = sent.id
        print = sent.print
    }

    /// The first 2xx, where the token had been refused when it was younger: what a clock that is behind looks like.
    package var ripening: Use? {
        guard let firstRefusal, let firstAcceptance, firstAcceptance.age > firstRefusal.age else { return nil }
        return firstAcceptance
    }

    package func count(of status: Int) -> Int? {
        switch status {
        case 401: unauthorized
        case 403: forbidden
        default: nil
        }
    }

    mutating func answered(_ status: Int, age: Duration, flow: FlowID) {
        answers += 1
        let use = Use(flow: flow, age: age)
        switch status {
        case 200..<300:
            accepted += 1
            if firstAcceptance.map({ age < $0.age }) ?? true { firstAcceptance = use }
        case 401:
            unauthorized += 1
            if firstRefusal.map({ age < $0.age }) ?? true { firstRefusal = use }
        case 403: forbidden += 1
        default: break
        }
    }
}
