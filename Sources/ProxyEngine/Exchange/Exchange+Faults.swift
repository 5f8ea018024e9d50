import ProxyCore

extension Exchange {
    /// What somebody wants to go wrong with the requests of a route. Audiences and tags are the route's own already.
    ///
    /// - Throws: where there is nothing to do it with.
    func spoilCredential(for fault: Fault, on route: Route) throws(ProxyError) {
        guard case .current = credential else { return }
        switch fault {
        case .expired:
            guard let token = engine.tokens.expiredToken(for: route.audiences) else { throw .noExpiredToken }
            credential = .given(token)
        case .tampered: credential = .tampered(.current)
        case .missing: credential = .absent
        case .audience, .tag, .throttled, .denied, .slow, .keysRotated: break
        }
        record.spoiled = fault
    }
}

extension ProxyError {
    fileprivate static let noExpiredToken: ProxyError = {
        var error = ProxyError(
            .tokenUnavailable, "the fault wants an expired token, and none is kept for this audience any more")
        error.fault = .expired
        return error
    }()
}
