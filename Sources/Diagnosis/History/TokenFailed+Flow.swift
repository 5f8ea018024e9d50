package import ProxyCore

extension TokenFailed {
    /// Whether a request that ended without a token did so for this failure: its own, one in force when it ended, or a later one of the
    /// same kind.
    package func accounts(for end: FlowEnd) -> Bool {
        guard end.error?.code == .tokenUnavailable else { return false }
        return flow == end.start.id || time <= end.time || failure.code == end.refusalCode
    }
}

extension FlowEnd {
    /// The code with which STS refused its token, as its error tells it; nil where it tells of something else.
    package var refusalCode: String? {
        guard let error, error.code == .tokenUnavailable else { return nil }
        let code = error.detail.prefix { $0 != ":" }
        guard code.first?.isUppercase == true,
            code.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") })
        else { return nil }
        return String(code)
    }
}
