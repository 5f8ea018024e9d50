extension ServiceEndpoint {
    /// Whether AWS's rule names the address, and no setting.
    package var isByRule: Bool { origin.hasPrefix("rule for ") }
}

extension STSEndpoint {
    /// Whether AWS's rule names the address, and no setting.
    package var isByRule: Bool { origin.hasPrefix("rule for ") }
}
