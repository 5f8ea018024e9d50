package import AWSClient

extension PreflightFailure {
    /// A failed call, in words.
    package init(_ error: STSError) {
        switch error {
        case .credentials(let cause): self.init(cause)
        case .configuration(let cause): self.init(cause)
        default: self.init(error.description, remedy: Self.remedy(of: error))
        }
    }

    package init(_ error: STSConfigurationError) {
        self.init(error.message, remedy: error.remedy)
    }

    /// What to do about a call that needs no permission.
    private static func remedy(of error: STSError) -> String {
        switch error {
        case .service(let refusal): remedy(of: refusal)
        case .transport, .deadlineExceeded(nil):
            "STS accepts connections, but does not answer: try again, or check proxies"
        case .deadlineExceeded(let last?): remedy(of: last)
        default:
            "what answers there is not STS: check AWS_ENDPOINT_URL_STS, proxies, and whether this network has a log-in page"
        }
    }

    private static func remedy(of refusal: ServiceError) -> String {
        switch refusal.code {
        case "ExpiredToken", "ExpiredTokenException": "log in again, or renew the credentials where they come from"
        case "InvalidClientTokenId":
            "the access key is unknown to STS: deleted, inactive, of another partition, or without its session token"
        case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
            "the secret access key does not belong to the key id; copy both anew, and look at the clock below"
        case "RegionDisabledException": "switch STS on for this region in the account, or set AWS_REGION to another one"
        default:
            refusal.code.hasPrefix("AccessDenied")
                ? "a policy denies this caller everything here: a service control policy or a VPC endpoint policy"
                : "try again in a minute; the AWS Health Dashboard tells of outages"
        }
    }
}
