import ProxyCore

@testable import Dashboard

/// Preflights: how they may go, one check a step.
extension Scenario {
    static let endpoint = "sts.us-east-1.amazonaws.com"

    static func took(_ milliseconds: Int) -> Duration { .milliseconds(milliseconds) }

    static func report(_ checks: [PreflightCheck], isComplete: Bool = true) -> ProxyEvent {
        .preflightProgressed(PreflightReport(time: time("13:04:53"), checks: checks, isComplete: isComplete))
    }

    /// A listener, credentials and a preflight; nothing has come through yet.
    static func hello(
        _ checks: [PreflightCheck], isComplete: Bool = true, columns: Int = 80, rows: Int = 24,
        credentials: ProxyEvent = beginning[1]
    ) -> Dashboard {
        var configuration = configuration(columns: columns, rows: rows)
        configuration.upstreamScheme = .https
        configuration.audienceRule = .derivedFromHost
        var dashboard = Dashboard(configuration)
        dashboard.take([beginning[0], credentials, report(checks, isComplete: isComplete)])
        _ = dashboard.draw()
        return dashboard
    }

    // MARK: - Checks

    static let network: [PreflightCheck] = [
        PreflightCheck(
            .configuration, .ok, "profile dev, ~/.aws/config and ~/.aws/credentials read", took: took(1)),
        PreflightCheck(.region, .ok, "us-east-1 (region of profile dev)", took: took(0)),
        PreflightCheck(.dns, .ok, "\(endpoint): 54.239.29.25 and 2 more", took: took(2)),
        PreflightCheck(.tcp, .ok, "54.239.29.25 port 443", took: took(11)),
        PreflightCheck(.tls, .ok, "TLS 1.3, certificate valid until 2027-03-01", took: took(25)),
    ]

    static let identity: [PreflightCheck] = [
        PreflightCheck(
            .credentials, .ok, "profile dev (IAM Identity Center), session ends 15:41, 2h36m left", took: took(3)),
        PreflightCheck(.identity, .ok, "arn:aws:sts::123456789012:assumed-role/dev-api/me", took: took(38)),
        PreflightCheck(.clock, .ok, "within 2s of STS's"),
    ]

    static let token: [PreflightCheck] = [
        PreflightCheck(.mint, .ok, "60m RS256 for https://api.example.com", took: took(131)),
        PreflightCheck(.claims, .ok, "aud, iss, sub and exp are what was asked for"),
        PreflightCheck(
            .discovery, .ok, "the issuer's configuration names itself and its keys", took: took(61)),
        PreflightCheck(.keys, .ok, "3 keys, f38d1e9a among them", took: took(44)),
        PreflightCheck(.signature, .ok, "RS256, right"),
    ]

    static let federation = PreflightCheck(.federation, .ok, "enabled", took: took(90))

    static let allWell = network + identity + [federation] + token

    /// Half way through.
    static let halfWay = Array((network + identity).prefix(6))

    static func skipped(_ steps: [PreflightStep], _ text: String) -> [PreflightCheck] {
        steps.map { PreflightCheck($0, .skipped, text) }
    }

    static let afterCredentials: [PreflightStep] = [
        .identity, .clock, .federation, .mint, .claims, .discovery, .keys, .signature,
    ]

    static let withoutCredentials =
        network + [
            PreflightCheck(
                .credentials, .failed, "environment: AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not",
                remedy: "Set AWS_SECRET_ACCESS_KEY too, where jotop is started,\nor unset AWS_ACCESS_KEY_ID: then the"
                    + " profile is used.")
        ] + skipped(afterCredentials, "needs credentials")

    static let expiredLogin =
        network + [
            PreflightCheck(
                .credentials, .failed, "profile dev (IAM Identity Center): the login of session corp has expired",
                remedy: "aws sso login --profile dev", took: took(2))
        ] + skipped(afterCredentials, "needs credentials")

    static let clockOff =
        network + identity.dropLast() + [
            PreflightCheck(
                .clock, .failed, "this machine's clock is 61m behind STS's; signatures are corrected by it",
                remedy: "Set the clock: timedatectl set-ntp true, or sudo chronyc makestep. Until then times on this"
                    + " screen are wrong by that much.")
        ] + [federation] + token

    static let federationUnknown =
        network + identity + [
            PreflightCheck(
                .federation, .unknown, "cannot tell: iam:GetOutboundWebIdentityFederationInfo is denied",
                remedy: "The first token will tell. To know it beforehand, allow that action.", took: took(71))
        ] + skipped([.mint, .claims, .discovery, .keys, .signature], "no audience yet")

    static let clock = clock("13:04:52", .seconds(1))
    static let clockAnHourOff = clock("14:32:08", .seconds(3_661))

    static func clock(_ at: String, _ offset: Duration) -> ProxyEvent {
        .clockMeasured(ClockMeasured(time: time(at), offset: offset, isCorrected: true))
    }
}
