/// What a front end may change of the engine while it runs. In force from the next request on.
package struct EngineControls: Sendable {
    package let minting = MintingSwitch()
    package let audiences = AudienceOverrides()

    package init() {}
}
