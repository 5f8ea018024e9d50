import IAMPolicies
import Testing

@testable import AWSClient

@Suite("What to do about an error")
struct RemedyTests {
    private static let user = "User: arn:aws:sts::123456789012:assumed-role/app/i-0abc"
    private static let mint =
        "\(user) is not authorized to perform: sts:GetWebIdentityToken on resource: "
        + "arn:aws:sts::123456789012:self"
    private static let request = WebIdentityTokenRequest(
        audiences: ["a"], tags: [.init(key: "team", value: "x")])

    private func remedy(
        _ code: String, _ message: String = "words", _ context: RemedyContext = RemedyContext(request: request)
    ) -> Remedy {
        STSError.service(ServiceError(code: code, message: message, status: 403)).remedy(for: context)
    }

    @Test(
        "Each kind of denial is told apart by the service's words",
        arguments: [
            (
                "\(mint) because no identity-based policy allows the sts:GetWebIdentityToken action",
                Denial.Reason.missing(.identity)
            ),
            ("\(mint) because no permissions boundary allows the sts:GetWebIdentityToken action", .missing(.boundary)),
            ("\(mint) because no session policy allows the sts:GetWebIdentityToken action", .missing(.session)),
            (
                "\(mint) because no service control policy allows the sts:GetWebIdentityToken action",
                .missing(.serviceControl)
            ),
            ("\(mint) because no VPC endpoint policy allows the sts:GetWebIdentityToken action", .missing(.endpoint)),
            ("\(mint) with an explicit deny in a service control policy", .explicit(.serviceControl)),
            (
                "\(mint) with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1",
                .explicit(.serviceControl)
            ),
            ("\(mint) with an explicit deny in a permissions boundary", .explicit(.boundary)),
            ("\(mint) with an explicit deny in an identity-based policy", .explicit(.identity)),
            ("\(mint) with an explicit deny in a session policy", .explicit(.session)),
            ("\(mint) with an explicit deny in a VPC endpoint policy", .explicit(.endpoint)),
            ("\(mint) with an explicit deny in a resource control policy", .explicit(.resourceControl)),
            ("\(mint) with an explicit deny", .explicit(nil)),
            ("GetWebIdentityToken does not support federated user sessions", .federatedSession),
            ("Access denied", .untold), ("", .untold),
        ])
    func denials(message: String, reason: Denial.Reason) {
        #expect(Denial(message).reason == reason)
    }

    @Test("A denial's action and resource are believed only where they look like such")
    func untrusted() {
        let good = Denial(Self.mint)
        #expect(good.action == "sts:GetWebIdentityToken")
        #expect(good.resource == "arn:aws:sts::123456789012:self")
        let bad = Denial("not authorized to perform: sts:\u{1B}[2J on resource: arn:aws:sts::1:self\"},{")
        #expect(bad.action == nil)
        #expect(bad.resource == nil)
    }

    @Test("A caller without the permission gets the policy that it lacks, for its own account")
    func policies() {
        let both = remedy("AccessDenied", "\(Self.mint) because no identity-based policy allows the action")
        #expect(both.policy?.statements.map(\.action) == ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"])
        #expect(both.policy?.statements.first?.resource == "arn:aws:sts::123456789012:self")
        #expect(both.description.contains("\"sts:IdentityTokenAudience\": \"a\""))
        let tags = remedy(
            "AccessDenied",
            Self.mint.replacing("sts:GetWeb", with: "sts:TagGetWeb") + " because no identity-based policy")
        #expect(tags.policy?.statements.map(\.action) == ["sts:TagGetWebIdentityToken"])
        #expect(tags.text.contains("tags need a permission of their own"))
        let untold = remedy("AccessDenied", "")
        #expect(untold.policy?.statements.first?.resource == "*")
    }

    @Test("Where no policy can help, none is offered")
    func noPolicy() {
        #expect(remedy("AccessDenied", "\(Self.mint) with an explicit deny in a service control policy").policy == nil)
        #expect(remedy("AccessDenied", "does not support federated user sessions").policy == nil)
        #expect(remedy("AccessDenied", "no", RemedyContext()).policy == nil)
    }

    @Test(
        "Each code has its remedy",
        arguments: [
            ("OutboundWebIdentityFederationDisabledException", "", "aws iam enable-outbound-web-identity-federation"),
            ("OutboundWebIdentityFederationDisabledException", "", "iam:EnableOutboundWebIdentityFederation"),
            ("AccessDenied", "\(mint) with an explicit deny in a service control policy", "organisation"),
            ("AccessDenied", "\(mint) because no permissions boundary allows the action", "permissions boundary"),
            ("AccessDenied", "\(mint) with an explicit deny in a VPC endpoint policy", "VPC endpoint"),
            ("AccessDenied", "does not support federated user sessions", "GetFederationToken"),
            ("AccessDenied", "\(user) is not authorized to perform: sts:AssumeRole on resource: r", "trust policy"),
            ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", "issuer"),
            ("AccessDenied", "\(user) is not authorized to perform: sts:AssumeRoleWithWebIdentity", "issuer"),
            (
                "AccessDenied",
                "\(user) is not authorized to perform: iam:GetOutboundWebIdentityFederationInfo on resource: *",
                "allow iam:GetOutboundWebIdentityFederationInfo"
            ),
            ("RegionDisabledException", "", "AWS_REGION"),
            ("InvalidAction", "Operation not supported on STS global endpoint", "global endpoint"),
            ("InvalidAction", "Could not find operation", "AWS_ENDPOINT_URL_STS"),
            ("SignatureDoesNotMatch", "Credential should be scoped to a valid region, not 'x'.", "AWS_REGION"),
            ("SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'.", "AWS_REGION"),
            ("SignatureDoesNotMatch", "Signature expired: a is now earlier than b", "clock"),
            ("SignatureDoesNotMatch", "Signature not yet current: a is still later than b", "clock"),
            ("SignatureDoesNotMatch", "The request signature we calculated does not match", "secret key"),
            ("RequestTimeTooSkewed", "", "clock"), ("ExpiredToken", "", "log in again"),
            ("ExpiredTokenException", "", "log in again"), ("InvalidClientTokenId", "", "does not know this key"),
            ("Throttling", "", "too much"), ("InternalFailure", "", ""),
            ("JWTPayloadSizeExceededException", "", "fewer"), ("ValidationError", "", "audiences"),
            ("SessionDurationEscalationException", "", "--cap-to-session"), ("IncompleteSignature", "", "proxy"),
            ("SomethingNew", "", "SomethingNew"),
        ])
    func codes(code: String, message: String, words: String) {
        let text = remedy(code, message).text
        #expect(words.isEmpty || text.contains(words), "\(text)")
        #expect(!text.isEmpty)
        #expect(!text.contains("\n"))
        #expect(!text.hasSuffix("."))
    }

    @Test("A wrong secret and a wrong clock are told apart by the measured clock")
    func clockOrSecret() {
        let message = "The request signature we calculated does not match"
        var context = RemedyContext(source: "profile dev")
        #expect(remedy("SignatureDoesNotMatch", message, context).text.contains("profile dev"))
        context.clockOffset = .seconds(3_660)
        #expect(remedy("SignatureDoesNotMatch", message, context).text.contains("61 min behind"))
        context.clockOffset = .seconds(-3_600)
        #expect(remedy("SignatureDoesNotMatch", message, context).text.contains("60 min ahead"))
    }

    @Test(
        "What to do about a session that is over depends on where it comes from",
        arguments: [
            ("environment", "export fresh credentials and start jotop again"),
            ("profile dev (IAM Identity Center)", "renew profile dev (IAM Identity Center)"), ("agent", "log in again"),
            ("EC2 instance role", "handed out by the EC2 instance role"),
            ("container or EC2 instance role", "handed out by the container"),
            ("web identity (role app)", "handed out by the web identity (role app)"),
        ])
    func sessionOver(source: String, words: String) {
        #expect(remedy("ExpiredToken", "over", RemedyContext(source: source)).text.contains(words))
    }

    @Test(
        "What can be put right is told as refused, with the wire's suffix and without it: no outage to be waited for",
        arguments: ServiceError.remedies.keys.sorted().filter { $0 != "IDPCommunicationError" }, ["", "Exception"])
    func kinds(name: String, suffix: String) {
        let error = STSError.service(ServiceError(code: name + suffix, message: "", status: 403))
        #expect(error.isDenial || error.isCredentialFault)
        #expect(error.remedy().text == ServiceError.remedies[name]?.text)
    }

    @Test("A region that is refused is named as it was used, and is not the advice")
    func regionInUse() {
        let context = RemedyContext(region: "eu-west-1", endpoint: "sts.eu-west-1.amazonaws.com")
        let off = remedy("RegionDisabledException", "no", context).text
        #expect(off.contains("switched off for eu-west-1 (sts.eu-west-1.amazonaws.com)"))
        let scope = remedy("SignatureDoesNotMatch", "Credential should be scoped to a valid region", context).text
        #expect(scope.contains("asked: region eu-west-1, endpoint sts.eu-west-1.amazonaws.com"))
        #expect(!scope.contains("such as eu-west-1"))
    }

    @Test("A refusal without the service's document comes from something in between")
    func foreign() {
        #expect(remedy("HTTP 403", "").text.contains("answers in its place"))
    }

    @Test("A client tells the endpoint that it asked, and the source of the keys that it used")
    func context() async throws {
        let client = try StubService([.token()]).client(credentials: CredentialDeck(.test("A")))
        #expect(client.remedyContext().source == nil)
        _ = try await client.getWebIdentityToken(Self.request)
        #expect(client.remedyContext().source == "test")
        #expect(client.remedyContext().endpoint == "sts.eu-west-1.amazonaws.com")
    }

    @Test("An identity-based policy has the article that it needs")
    func article() {
        let message = "\(Self.mint) with an explicit deny in an identity-based policy"
        #expect(remedy("AccessDenied", message).text.hasPrefix("an identity-based policy denies"))
    }

    @Test(
        "Errors without an answer have theirs, too",
        arguments: [
            (STSError.transport(.unknownHost("sts")), "AWS_REGION"),
            (.transport(.tlsFailed(reason: "x")), "AWS_CA_BUNDLE"),
            (.transport(.connectionFailed(reason: "refused")), "network"), (.transport(.timeout), "firewall"),
            (.transport(.bodyTooLarge), "login page"), (.transport(.cancelled), "again"),
            (.malformedResponse(.xml(.notWellFormed)), "login page"),
            (.credentials(CredentialError(.failed, source: "s", message: "m", remedy: "do this")), "do this"),
            (.configuration(STSConfigurationError(.missingRegion, message: "m", remedy: "do that")), "do that"),
            (.sessionEnding(SessionEnding(source: "profile dev", ends: nil)), "profile dev"),
            (.deadlineExceeded(last: nil), "firewall"),
            (.deadlineExceeded(last: .transport(.unknownHost("sts"))), "AWS_REGION"),
            (.service(ServiceError(code: "HTTP 503", message: "", status: 503)), "health.aws"),
        ])
    func others(error: STSError, words: String) {
        #expect(error.remedy().text.contains(words))
    }
}
