import AWSClient

extension PreflightFailure {
    /// A failed call, in words.
    init(_ error: STSError) {
        if case .credentials(let cause) = error {
            self.init(cause)
        } else {
            self.init(error.description, remedy: Self.remedy(of: error))
        }
    }

    private static func remedy(of error: STSError) -> String? {
        switch error {
        case .configuration(let cause): cause.remedy
        default: nil
        }
    }
}
