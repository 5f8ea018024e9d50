import AWSClient
import AWSProfiles
import Foundation
import ProxyCore
import Testing
import TokenDecoding

@testable import Preflight

@Suite("What a step's answer means")
struct FindingTests {
    private static let now = WallTime(seconds: 1_795_270_000)

    // MARK: - Credentials

    @Test("Credentials are told with their source and their end")
    func credentials() {
        func finding(_ end: Int64?, token: String? = "session", isMeasured: Bool = false) -> Finding {
            let keys = AWSCredentials(
                accessKeyID: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: token,
                expiration: end.map { Date(timeIntervalSince1970: Double(Self.now.seconds + $0)) },
                source: "profile dev")
            return CredentialsFinding(keys, now: Self.now, utcOffset: 3_600, isMeasured: isMeasured).finding
        }
        let clock = Self.now.advanced(by: .seconds(4_080)).clock(offset: 3_600).prefix(5)
        #expect(finding(4_080) == .ok("profile dev, ends \(clock) (1h08m left)"))
        #expect(finding(nil) == .ok("profile dev, a session whose end is not told"))
        #expect(finding(nil, token: nil) == .ok("profile dev, long-lived keys"))
        let over = finding(-720)
        #expect(over.verdict == .unknown && !over.stopsOthers)
        #expect(over.text.contains("ended 12m ago"))
        #expect(over.remedy?.contains("clock") == true)
        #expect(finding(-720, isMeasured: true).text.hasSuffix("by STS's clock"))
        #expect(finding(-720, isMeasured: true).remedy == "log in again or renew the credentials")
        #expect(finding(40 * 86_400).text.contains("ends 2026-12-31 "))
        #expect(finding(40 * 86_400).text.hasSuffix("(40 days left)"))
    }

    @Test("An empty chain names each source that was asked")
    func exhausted() {
        let cause = CredentialError(.notConfigured, source: "environment", message: "nothing is set", remedy: "set it")
        let error = CredentialError(
            .exhausted, source: "credentials", message: "no source has any", remedy: "log in", causes: [cause, cause])
        let failure = PreflightFailure(error)
        #expect(failure.message == "credentials: no source has any")
        #expect(failure.remedy == "log in\nenvironment: nothing is set\nenvironment: nothing is set")
        #expect(PreflightFailure(STSError.credentials(error)) == failure)
    }

    // MARK: - The clock

    struct Skew: Sendable, CustomTestStringConvertible {
        let seconds: Int?
        var isCorrected = true
        let verdict: PreflightCheck.Verdict
        let text: String
        var testDescription: String { "\(seconds.map(String.init) ?? "none")\(isCorrected ? "" : ", not corrected")" }
    }

    static let skews = [
        Skew(seconds: nil, verdict: .unknown, text: "no answer of STS told the time"),
        Skew(seconds: 0, verdict: .ok, text: "within 2s of STS"),
        Skew(seconds: -2, verdict: .ok, text: "within 2s of STS"),
        Skew(seconds: 3, verdict: .ok, text: "this machine's clock is 3s behind STS; STS allows for that"),
        Skew(seconds: -240, verdict: .ok, text: "this machine's clock is 4m ahead of STS; STS allows for that"),
        Skew(
            seconds: 241, verdict: .failed,
            text:
                "this machine's clock is 4m01s behind STS; jotop corrects its signatures, but other programs here will see "
                + "tokens as not yet valid"),
        Skew(
            seconds: -3_660, verdict: .failed,
            text:
                "this machine's clock is 1h01m ahead of STS; jotop corrects its signatures, but other programs here will "
                + "see tokens as expired"),
        Skew(
            seconds: 3_660, isCorrected: false, verdict: .failed,
            text: "this machine's clock is 1h01m behind STS; STS will refuse signatures, since "
                + "AWS_DISABLE_CLOCK_SKEW_CORRECTION is set"),
    ]

    @Test("A clock is judged by what STS allows for", arguments: skews)
    func clock(_ skew: Skew) {
        let offset = skew.seconds.map { Duration.seconds($0) }
        let finding = ClockFinding(offset: offset, isCorrected: skew.isCorrected).finding
        #expect(finding.verdict == skew.verdict)
        #expect(finding.text == skew.text)
        #expect((finding.remedy != nil) == (skew.verdict == .failed))
        #expect(!finding.stopsOthers)
    }

    // MARK: - Federation

    @Test("The account's switch: on, off, never used, forbidden to see, not asked, and unreachable are six findings")
    func federation() {
        func finding(_ state: Result<FederationState, STSError>, willMint: Bool = true) -> Finding {
            FederationFinding(state: state, willMint: willMint).finding
        }
        func refused(_ code: String) -> Result<FederationState, STSError> {
            .failure(.service(ServiceError(code: code, message: "no", status: 403)))
        }
        #expect(finding(.success(.enabled(issuer: "https://i"))) == .ok("on, issuer https://i"))
        #expect(finding(.success(.enabled(issuer: nil))) == .ok("on"))
        for off in [finding(.success(.disabled)), finding(refused("FeatureDisabled"))] {
            #expect(off.verdict == .failed && off.stopsOthers)
            #expect(off.remedy?.contains("aws iam enable-outbound-web-identity-federation") == true)
        }
        let denied = finding(refused("AccessDenied"))
        #expect(denied.verdict == .unknown && !denied.stopsOthers)
        #expect(denied.text == "cannot tell: iam:GetOutboundWebIdentityFederationInfo denied; the mint will tell")
        #expect(denied.remedy?.contains("jotop does not need it") == true)
        #expect(finding(refused("AccessDenied"), willMint: false).text.hasSuffix("denied"))
        let notAsked = finding(.success(.notAsked("no idea where")))
        #expect(notAsked == .unknown("IAM is not asked: no idea where; the mint will tell"))
        let away = finding(.failure(.transport(.timeout)))
        #expect(away == .unknown("cannot tell: no answer in time; the mint will tell"))
    }

    @Test("The real IAM is not asked about an STS that stands elsewhere")
    func customEndpoint() async throws {
        func asked(_ environment: [String: String]) async throws -> Bool {
            let settings = ["AWS_REGION": "eu-west-1"].merging(environment) { $1 }
            let sts = try STSEndpoint(environment: settings)
            let iam = try ServiceEndpoint(
                .iam, region: sts.region, settings: .init(environment: settings, home: "", shared: .init()))
            let info = STSError.transport(.timeout)
            do throws(STSError) {
                let state = try await FederationState.asking(sts: sts, iam: iam) { () throws(STSError) in throw info }
                #expect(state == .notAsked("STS is that of AWS_ENDPOINT_URL_STS, and AWS_ENDPOINT_URL_IAM is not set"))
                return false
            } catch {
                #expect(error == info)
                return true
            }
        }
        let local = "http://127.0.0.1:4566"
        let plain = try await asked([:])
        let elsewhere = try await asked(["AWS_ENDPOINT_URL_STS": local])
        let both = try await asked(["AWS_ENDPOINT_URL_STS": local, "AWS_ENDPOINT_URL_IAM": local])
        let all = try await asked(["AWS_ENDPOINT_URL": local])
        #expect(plain && !elsewhere && both && all)
    }

    // MARK: - The mint

    @Test("A minted token is told with its life, and with what shortened it")
    func minted() {
        let audiences = AudienceSet("https://api.example.com")
        var request = PreflightRequest(audiences: audiences)
        func finding(_ cap: SessionCap?, life: Int? = 3_600) -> Finding {
            let claims = #"{"iat":1000,"exp":\#(1_000 + (life ?? 0))}"#
            let parts = [#"{"alg":"RS256"}"#, claims, "s"].map { Base64URL.encode(Array($0.utf8)) }
            let compact = life == nil ? "a.b.c" : parts.joined(separator: ".")
            let token = PreflightToken(compact: Secret(compact), cap: cap)
            return MintFinding(.success(token), request: request, audiences: audiences).finding
        }
        #expect(finding(nil) == .ok("RS256 for https://api.example.com, 1h"))
        #expect(finding(nil, life: 15) == .ok("RS256 for https://api.example.com, 15s"))
        #expect(finding(nil, life: nil) == .ok("RS256 for https://api.example.com, asked for 1h"))
        let cap = SessionCap(wanted: .seconds(3_600), asked: .seconds(2_460), sessionEnds: nil)
        #expect(
            finding(cap)
                == .ok(
                    "RS256 for https://api.example.com, capped: 41m instead of 1h, as the session ends before"))
        request.algorithm = "ES384"
        #expect(finding(nil).text.hasPrefix("ES384 "))
    }

    @Test("A denial of the stand-in says that policies allow single audiences; one of a real audience does not")
    func denied() {
        func finding(_ code: String, isStandIn: Bool) -> Finding {
            var request = PreflightRequest(audiences: PreflightRequest.standIn)
            request.isStandIn = isStandIn
            let failure = MintFailure(kind: .denied, code: code, message: "not authorized", remedy: "allow it")
            return MintFinding(.failure(failure), request: request, audiences: PreflightRequest.standIn).finding
        }
        let standIn = finding("AccessDenied", isStandIn: true)
        #expect(standIn.text == "AccessDenied: not authorized")
        #expect(standIn.remedy?.contains("jotop doctor --audience") == true)
        #expect(standIn.remedy?.hasSuffix("allow it") == true)
        #expect(finding("AccessDenied", isStandIn: false).remedy == "allow it")
        #expect(finding("Throttling", isStandIn: true).remedy == "allow it")
    }

    // MARK: - Lengths of time

    @Test(
        "Lengths of time have two units at most",
        arguments: [
            (0, "0s"), (59, "59s"), (60, "1m"), (61, "1m01s"), (299, "4m59s"), (3_599, "59m"), (3_600, "1h"),
            (4_080, "1h08m"), (86_400, "24h"), (172_800, "2 days"), (-75, "1m15s"),
        ])
    func words(_ seconds: Int, _ words: String) {
        #expect(Duration.seconds(seconds).words == words)
    }
}
