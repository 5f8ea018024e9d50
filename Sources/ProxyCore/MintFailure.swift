/// Why no token came.
package struct MintFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// STS refused this caller; asking again will not help until somebody changes something.
        case denied
        /// STS could not be reached, was busy, or answered nonsense.
        case unavailable
        /// No AWS credentials, no region: STS was not even asked.
        case unconfigured
    }

    package let kind: Kind
    /// The service's code, such as `AccessDenied`, or a word of ours such as `Timeout`.
    package let code: String
    /// What the service said. Untrusted text.
    package let message: String
    package let requestID: String?
    /// What to do, in plain words; may span lines. Written by us, but it may quote what was asked for.
    package let remedy: String?
    /// Set where it was brought about on purpose.
    package let fault: Fault?

    package init(
        kind: Kind, code: String, message: String, requestID: String? = nil, remedy: String? = nil, fault: Fault? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.requestID = requestID
        self.remedy = remedy
        self.fault = fault
    }

    package var description: String { message.isEmpty ? code : "\(code): \(message)" }
}
