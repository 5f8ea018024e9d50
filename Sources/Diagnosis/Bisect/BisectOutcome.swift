/// What an answer to a replay says of the credential that it carried.
package enum BisectOutcome: Sendable, Hashable, CaseIterable {
    /// The upstream did not turn the request down for who asks: it served it, or minded something else about it.
    case passed
    /// 401 or 403.
    case refused
    /// An answer that says nothing of the credential: too many requests, too slow, or an upstream that failed.
    case unclear
    /// Nothing was sent, or nothing came back.
    case none

    package init(status: Int?) {
        switch status {
        case nil: self = .none
        case 401, 403: self = .refused
        case 407, 408, 421, 425, 429, 431: self = .unclear
        case .some(500...): self = .unclear
        case .some: self = .passed
        }
    }
}
