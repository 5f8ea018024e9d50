import ProxyCore

/// Waiting for a token to expire.
extension FaultOrders {
    /// What came of an order that waits for an expired token.
    enum Expiry {
        /// There is none yet.
        case waits
        /// It was taken back, or something else goes wrong with that host now.
        case withdrawn
        case set(FaultNotice.Happening)
    }

    /// Notes that the host is to be sent an expired token once there is one.
    func awaitExpiry(host: String) { awaited.insert(spelled(host)) }

    /// Sends a host that waits for it an expired token from now on, if there is one.
    func expire(_ host: String) -> Expiry {
        let host = spelled(host)
        guard let faults, awaited.contains(host) else { return .withdrawn }
        guard refusal(of: .expired, host: host) == nil else { return .waits }
        let isSet = faults.change { state in
            guard awaited.withdraw(host) else { return false }
            state.set(.expired, host: host)
            return true
        }
        return isSet ? .set(.set(.expired, host: host)) : .withdrawn
    }
}
