extension ServiceError {
    /// What to do about it.
    func remedy(for context: RemedyContext) -> Remedy {
        switch name {
        case "AccessDenied", "UnauthorizedOperation": Denial(message).remedy(for: context)
        case "SignatureDoesNotMatch", "InvalidSignature": signatureRemedy(context)
        case "RequestTimeTooSkewed", "RequestExpired", "AuthFailure": Self.clockRemedy(context)
        case "InvalidAction" where isGlobalEndpoint:
            Self.regionRemedy("the global endpoint does not mint tokens", context)
        case "RegionDisabled": Self.regionOff(context)
        case "ExpiredToken": Self.sessionOver(context)
        default: throttlingRemedy ?? Self.remedies[name] ?? (isForeign ? STSError.answeredByOthers : unknownRemedy)
        }
    }

    /// The service says `SignatureDoesNotMatch` of a wrong scope, a wrong clock and a wrong secret alike.
    private func signatureRemedy(_ context: RemedyContext) -> Remedy {
        if message.contains("scoped to a valid region") || message.contains("scoped to correct service") {
            return Self.regionRemedy("the signature is meant for another region or service", context)
        }
        let offset = context.clockOffset ?? .zero
        let isSkewed = ClockSkew.isSignificant(.zero, offset)
        if isSkewed || message.contains("Signature expired") || message.contains("not yet current") {
            return Self.clockRemedy(context)
        }
        return Remedy(
            "the secret key does not belong to the access key id: set both anew"
                + (context.source.map { " (they come from: \($0))" } ?? ""))
    }

    private static func clockRemedy(_ context: RemedyContext) -> Remedy {
        let offset = context.clockOffset.map { offset in
            let minutes = Int((offset / .seconds(60)).rounded())
            return minutes == 0 ? "" : ", which is \(abs(minutes)) min \(minutes > 0 ? "behind" : "ahead")"
        }
        return Remedy(
            "set this machine's clock\(offset ?? ""): sudo timedatectl set-ntp true, or sudo sntp -sS time.apple.com")
    }

    private static func regionRemedy(_ reason: String, _ context: RemedyContext) -> Remedy {
        let used = [context.region.map { "region \($0)" }, context.endpoint.map { "endpoint \($0)" }].compactMap { $0 }
        let asked = used.isEmpty ? "" : " (asked: \(used.joined(separator: ", ")))"
        let example = context.region == nil ? "a region such as eu-west-1" : "the region of that endpoint"
        return Remedy("\(reason)\(asked): set AWS_REGION to \(example), and unset AWS_ENDPOINT_URL_STS if it is set")
    }

    private static func regionOff(_ context: RemedyContext) -> Remedy {
        Remedy(
            "STS is switched off for \(context.region ?? "this region")\(context.endpoint.map { " (\($0))" } ?? ""): "
                + "switch it on under IAM, account settings, or set AWS_REGION to another one")
    }

    /// How the sources begin whose credentials nobody can log in for.
    private static let handedOut = ["EC2 instance role", "container", "web identity"]

    private static func sessionOver(_ context: RemedyContext) -> Remedy {
        switch context.source {
        case "environment"?:
            Remedy("the session is over: export fresh credentials and start jotop again")
        case let source? where source.hasPrefix("profile "):
            Remedy("the session is over: renew \(source), for example log in again; no restart needed")
        case let source? where handedOut.contains { source.hasPrefix($0) }:
            Remedy(
                "the session is over, and the next is handed out by the \(source): no restart needed; if it goes on, look at "
                    + "what hands it out")
        default: Remedy("the session is over: log in again (aws sso login, aws login), or export fresh credentials")
        }
    }

    /// An error without the service's error document, and not one of a service in trouble.
    private var isForeign: Bool { code == "HTTP \(status)" && status < 500 }

    private var isGlobalEndpoint: Bool { message.lowercased().contains("global endpoint") }

    private var throttlingRemedy: Remedy? {
        switch kind {
        case .throttling:
            Remedy(
                "the account asks STS for too much: wait, ask for longer-lived tokens (--token-duration), and look for "
                    + "what else calls STS")
        case .transient: Remedy("STS is in trouble: try again in a moment, and look at health.aws.amazon.com")
        case .terminal: nil
        }
    }

    private var unknownRemedy: Remedy {
        Remedy(
            "look \"\(code)\" up in the STS API reference\(requestID.map { "; AWS support finds the call by \($0)" } ?? "")"
        )
    }

    /// The codes that mean one thing, whatever was asked, by their ``name``.
    static let remedies: [String: Remedy] = [
        "OutboundWebIdentityFederationDisabled": federationOff, "FeatureDisabled": federationOff,
        "SessionDurationEscalation": sessionTooShort, "JWTPayloadSizeExceeded": payloadTooLarge,
        "InvalidClientTokenId": Remedy(
            "AWS does not know this key: it was deleted or switched off, belongs to another partition, or the session "
                + "token is another key's; set all three anew"),
        "UnrecognizedClient": Remedy("AWS does not know this key: set the credentials anew"),
        "OptInRequired": Remedy("switch this region on for the account, or set AWS_REGION to another one"),
        "IncompleteSignature": brokenSignature, "MissingAuthenticationToken": brokenSignature,
        "InvalidAction": Remedy(
            "this endpoint does not know the call: unset AWS_ENDPOINT_URL_STS, or use an emulator that has "
                + "GetWebIdentityToken"),
        "MissingAction": Remedy("something on the way strips the body of requests: look for a proxy"),
        "ValidationError": invalid, "InvalidParameterValue": invalid,
        "InvalidIdentityToken": Remedy(
            "the role's account must have the token's issuer as an OIDC provider, and the token must be for its audience"
        ),
        "IDPRejectedClaim": Remedy("the identity provider refuses the token: get a new one from it"),
        "IDPCommunicationError": Remedy(
            "STS cannot reach the identity provider: its discovery document and keys must be public"),
    ]

    private static let federationOff = Remedy(
        "switch it on for the account: aws iam enable-outbound-web-identity-federation (needs "
            + "iam:EnableOutboundWebIdentityFederation; STS follows about 10 s later)")
    private static let sessionTooShort = Remedy(
        "a token must end before the session that asks for it: leave --cap-to-session on, ask for a shorter "
            + "--token-duration, or use a longer role session")
    private static let payloadTooLarge = Remedy(
        "send fewer or shorter tags and audiences: the claims may have 14,984 bytes")
    private static let brokenSignature = Remedy(
        "something on the way changes or strips the Authorization field: look for a proxy")
    private static let invalid = Remedy(
        "correct what the message names: 1 to 10 audiences, 60 s to 1 h, at most 50 tags whose keys differ")
}
