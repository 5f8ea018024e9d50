import Diagnosis
import ProxyCore

/// What a member of a token is for, in a few words (RFC 7519, section 4; IAM User Guide, *Understanding token claims*).
enum ClaimMeaning {
    /// - Parameters:
    ///   - value: nil for a member that is not there any more.
    ///   - facts: the token that it is a member of.
    ///   - asked: the algorithm that was asked for, where that is known.
    static func words(
        for name: ClaimName, _ value: JSONValue?, of facts: TokenFacts, asked: SigningAlgorithm?
    ) -> String? {
        switch name {
        case .aws("principal_id") where value?.string != nil && value?.string == facts.subject:
            "who asked, as AWS names it: same ARN as sub"
        case .header("alg"): algorithm(value?.string, asked) ?? header[name.name]
        default: table(name.place)[name.name]
        }
    }

    private static func table(_ place: ClaimName.Place) -> [String: String] {
        switch place {
        case .header: header
        case .claims: registered
        case .aws: aws
        }
    }

    /// `RS256 as asked; ES384 is the other one`
    private static func algorithm(_ name: String?, _ asked: SigningAlgorithm?) -> String? {
        guard let asked, let name else { return nil }
        guard name == asked.rawValue else { return "\(asked.rawValue) was asked for" }
        let others = SigningAlgorithm.allCases.filter { $0 != asked }.map(\.rawValue)
        return "\(name) as asked; \(others.joined(separator: " or ")) is the other one"
    }

    private static let header = [
        "alg": "how it is signed", "kid": "which of the issuer's keys signed it", "typ": "what it is",
    ]

    private static let registered = [
        "aud": "who may accept it", "sub": "who asked for it: the role or user",
        "iss": "who vouches: this account's issuer",
        "iat": "when it was issued", "nbf": "when it begins to be good", "exp": "when it ends",
        "jti": "its own number, also in CloudTrail",
    ]

    private static let aws = [
        "aws_account": "the account that asked", "source_region": "the region of the STS endpoint",
        "org_id": "the account's organisation", "ou_path": "where the account is in it",
        "principal_id": "who asked, as AWS names it", "principal_tags": "tags of the role and of its session",
        "request_tags": "tags of this call (--token-tag)", "original_session_exp": "the end of the role session",
        "source_identity": "who began the session", "federated_provider": "where the session was federated from",
        "identity_store_user_id": "the user in IAM Identity Center",
        "lambda_source_function_arn": "the function that asked", "ec2_source_instance_arn": "the instance that asked",
        "ec2_instance_source_vpc": "the instance's VPC", "ec2_instance_source_private_ipv4": "the instance's address",
        "ec2_role_delivery": "how the role came to the instance (2.0 is IMDSv2)",
    ]
}
