/// A call that the emulated service has answered, or refused to answer. Holds no secret.
package struct EmulatedCall: Sendable, Equatable {
    /// Empty where the call names none.
    package let action: String
    /// The audiences of a token request.
    package let audiences: [String]
    /// The caller's ARN; nil if the signature was not accepted.
    package let caller: String?
    /// The service's error code, or `Success`.
    package let outcome: String
    /// What went wrong with the answer on purpose.
    package let fault: STSFaults.Fault?
}
