package import ProxyCore

extension MintFailure {
    /// Whether STS gives this account no more for now (STS API Reference, *Common Errors*).
    package var isThrottled: Bool { OwnAnswer.cause(of: self) == .throttled }
}
