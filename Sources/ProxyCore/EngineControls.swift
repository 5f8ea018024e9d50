/// What a front end may change of the engine while it runs. In force from the next request on.
package struct EngineControls: Sendable {
    package let minting = MintingSwitch()
    package let audiences = AudienceOverrides()

    /// nil where faults are not allowed.
    package let faults: FaultControls?

    /// - Parameter tags: those configured for every token.
    package init(allowsFaults: Bool = false, tags: [TokenTag] = []) {
        faults = allowsFaults ? FaultControls(routes: audiences, tags: tags) : nil
    }
}
