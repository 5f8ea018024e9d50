extension STSError {
    /// What to do about it.
    package func remedy(for context: RemedyContext = RemedyContext()) -> Remedy {
        switch self {
        case .service(let error): error.remedy(for: context)
        case .transport(let error): error.remedy
        case .malformedResponse: Self.answeredByOthers
        case .credentials(let error): Remedy(error.remedy)
        case .configuration(let error): Remedy(error.remedy)
        case .sessionEnding(let session):
            Remedy("begin a new session at \(session.source): log in again, or export fresh credentials")
        case .deadlineExceeded(let last?): last.remedy(for: context)
        case .deadlineExceeded(nil): TransportError.timeout.remedy
        }
    }

    static let answeredByOthers = Remedy(
        "something between here and STS answers in its place: look for a proxy or a login page, and at "
            + "AWS_ENDPOINT_URL_STS")
}

extension TransportError {
    /// What to do about it.
    package var remedy: Remedy {
        switch self {
        case .timeout:
            Remedy("check the way to STS: a firewall, HTTPS_PROXY, or a VPC without an endpoint for STS may swallow it")
        case .connectionFailed:
            Remedy(
                "check that the network lets this machine reach STS, and HTTPS_PROXY and AWS_ENDPOINT_URL_STS if set")
        case .unknownHost:
            Remedy("check AWS_REGION for a typing error, and that this machine's DNS resolves the name")
        case .tlsFailed:
            Remedy(
                "if a proxy of your company ends TLS, name its certificate authority with AWS_CA_BUNDLE; check this "
                    + "machine's clock, too")
        case .bodyTooLarge:
            Remedy("something between here and STS answers in its place: look for a proxy or a login page")
        case .cancelled: Remedy("ask again")
        }
    }
}
