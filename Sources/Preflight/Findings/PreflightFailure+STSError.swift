package import AWSClient

extension PreflightFailure {
    /// A failed call, in words.
    package init(_ error: STSError, context: RemedyContext = RemedyContext()) {
        switch error {
        case .credentials(let cause): self.init(cause)
        case .configuration(let cause): self.init(cause)
        default: self.init(error.description, remedy: "\(error.remedy(for: context))")
        }
    }

    package init(_ error: STSConfigurationError) {
        self.init(error.message, remedy: error.remedy)
    }
}
