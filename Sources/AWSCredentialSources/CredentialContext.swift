package import AWSClient

/// What a source may use of the world around it: handed in, never reached for.
package struct CredentialContext: Sendable {
    /// For every call to an endpoint.
    package var transport: any HTTPTransport
    /// Clocks, waits and dice.
    package var surroundings: STSClient.Environment
    /// What the calls for role sessions have learnt of STS's clock.
    package var clock = ServiceClock()
    /// Asks the person at the terminal for the code of an MFA device; nil where nobody can be asked.
    ///
    /// The argument is the device's serial number or ARN.
    package var askForCode: (@Sendable (String) async -> CodeAnswer)?
    /// The longest that a `credential_process` may run.
    package var processLimit: Duration = .seconds(60)

    package init(
        transport: any HTTPTransport, surroundings: STSClient.Environment = .live,
        askForCode: (@Sendable (String) async -> CodeAnswer)? = nil
    ) {
        self.transport = transport
        self.surroundings = surroundings
        self.askForCode = askForCode
    }
}
