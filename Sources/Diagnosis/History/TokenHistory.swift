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
    /// The first 2xx after a 401, where there was one.
    package private(set) var laterAcceptance: Use?

    init(_ sent: SentToken) {
        id = sent.id
        print = sent.print
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
        switch status {
        case 200..<300:
            accepted += 1
            guard laterAcceptance == nil, let firstRefusal, firstRefusal.age < age else { return }
            laterAcceptance = Use(flow: flow, age: age)
        case 401:
            unauthorized += 1
            guard firstRefusal.map({ age < $0.age }) ?? true else { return }
            firstRefusal = Use(flow: flow, age: age)
        case 403: forbidden += 1
        default: break
        }
    }
}
