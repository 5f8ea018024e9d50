package import ProxyCore

/// Gets tokens from another minter, unless a fault of STS is in force.
package struct FaultyMinter: TokenMinter {
    private let minter: any TokenMinter
    private let faults: FaultControls
    private let time: TimeSource

    package init(_ minter: some TokenMinter, faults: FaultControls, time: TimeSource = .live) {
        self.minter = minter
        self.faults = faults
        self.time = time
    }

    package func mint(
        _ audiences: AudienceSet, onRetry: @escaping @Sendable (MintRetry) -> Void
    ) async throws(MintFailure) -> MintedToken {
        let state = faults.state
        switch state.sts {
        case .throttled: throw .faulted(.throttled, .unavailable, "Throttling", "Rate exceeded")
        case .denied:
            throw .faulted(.denied, .denied, "AccessDenied", "not authorized to perform: sts:GetWebIdentityToken")
        // Whoever is cancelled meanwhile is told so by the call itself.
        case .slow(let wait): _ = await time.waited(for: wait)
        default: break
        }
        var minted = try await minter.mint(audiences, onRetry: onRetry)
        minted.fault = state.areKeysRotated ? .keysRotated : state.sts
        return minted
    }
}

extension MintFailure {
    fileprivate static func faulted(_ fault: Fault, _ kind: Kind, _ code: String, _ message: String) -> MintFailure {
        MintFailure(
            kind: kind, code: code, message: "\(message) (a fault set by you: STS was not asked)",
            remedy: "take the fault back: :fault sts off", fault: fault)
    }
}
