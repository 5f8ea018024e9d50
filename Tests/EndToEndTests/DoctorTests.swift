import EmulatedSTS
import Foundation
import JotopSettings
import JotopTestSupport
import NIOConcurrencyHelpers
import NIOHTTP1
import NIOPosix
import Preflight
import ProxyCore
import Testing

@testable import JotopApp

@Suite("jotop doctor", .timeLimit(.minutes(5)))
struct DoctorTests {
    // MARK: - All is well

    @Test("All is well: every step has its line, and the last one sums up")
    func good() async throws {
        let outcome = try await Examination.run()
        #expect(
            outcome.text == """
                ok configuration  variables alone: there is no profile default
                ok region         us-east-1 (AWS_REGION)
                -- dns            127.0.0.1 is an address already
                ok tcp            127.0.0.1:PORT TIME
                -- tls            plain http, as the endpoint's address says
                ok credentials    environment, a session whose end is not told TIME
                ok identity       arn:aws:sts::123456789012:assumed-role/dev-api/me TIME
                ok clock          within 2s of STS TIME
                ?? federation     IAM is not asked: STS is that of AWS_ENDPOINT_URL_STS, TIME
                                  and AWS_ENDPOINT_URL_IAM is not set; the mint will
                                  tell
                ok mint           ES384 for https://api.example.com, 15m TIME
                ok claims         sub arn:aws:iam::123456789012:role/team/dev-api, 15m long, as
                                  asked
                ok discovery      127.0.0.1:PORT TIME
                ok keys           EC384_0, RSA_0; the token's is EC384_0 TIME
                ok signature      valid for the issuer's key EC384_0

                doctor: 11 ok, 1 unknown, 2 skipped
                """)
        #expect(outcome.isGood)
        let timed = outcome.output.split(separator: "\n").filter { $0.hasSuffix(" ms") || $0.hasSuffix(" s") }
        #expect(timed.allSatisfy { $0.count == 80 })
    }

    @Test("The same as JSON is one object, with every member in every check")
    func json() async throws {
        let outcome = try await Examination.run(isJSON: true)
        let report = try JSONValue.parsed(outcome.output)
        #expect(report["ok"] == .bool(true))
        guard case .array(let checks)? = report["checks"] else { throw Missing() }
        #expect(checks.map { $0["step"]?.string } == PreflightStep.allCases.map(\.rawValue))
        for check in checks {
            guard case .object(let members) = check else { throw Missing() }
            #expect(Set(members.keys) == ["step", "verdict", "text", "remedy", "ms"])
        }
        #expect(checks[1]["text"]?.string == "us-east-1 (AWS_REGION)")
        #expect(checks[1]["ms"] == .null && checks[3]["ms"]?.integer != nil)
        #expect(checks[2]["verdict"]?.string == "skipped" && checks[3]["verdict"]?.string == "ok")
        #expect(checks[8]["verdict"]?.string == "unknown")
    }

    // MARK: - What goes wrong

    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var world: @Sendable (inout Examination) -> Void = { _ in }
        let failed: [PreflightStep]
        let says: [String]
        /// The step after which nothing is tried.
        var skipped: [PreflightStep] = []
    }

    private static let afterIdentity: [PreflightStep] = [
        .federation, .mint, .claims, .discovery, .keys, .signature,
    ]

    static let troubles = [
        Trouble(
            testDescription: "federation off", world: { $0.faults = { $0.isFederationDisabled = true } },
            failed: [.mint], says: ["!! mint OutboundWebIdentityFederationDisabledException"],
            skipped: [.claims, .discovery, .keys, .signature]),
        Trouble(
            testDescription: "denied audience", world: { $0.service.deniedAudiences = ["https://api.*"] },
            failed: [.mint],
            says: ["!! mint AccessDenied: User:", "sts:IdentityTokenAudience", "https://api.example.com"],
            skipped: [.claims, .discovery, .keys, .signature]),
        Trouble(
            testDescription: "clock an hour behind", world: { $0.faults = { $0.clockOffset = .seconds(3_690) } },
            failed: [.clock], says: ["this machine's clock is 1h01m behind STS", "set the clock: "]),
        Trouble(
            testDescription: "clock an hour ahead", world: { $0.faults = { $0.clockOffset = .seconds(-3_690) } },
            failed: [.clock], says: ["this machine's clock is 1h01m ahead of", "expired"]),
        Trouble(
            testDescription: "a hanging STS",
            world: {
                $0.faults = { $0.lasting = .hang }
                $0.limits = (.seconds(1), .seconds(2))
            }, failed: [.identity],
            says: ["?? clock", "!! identity no "], skipped: afterIdentity),
        Trouble(
            testDescription: "a web page instead of STS", world: { $0.faults = { $0.lasting = .webPage } },
            failed: [.identity], says: ["!! identity unreadable answer"], skipped: afterIdentity),
        Trouble(
            testDescription: "wrong key",
            world: { $0.environment["AWS_SECRET_ACCESS_KEY"] = "another-secret-that-nobody-may-see" },
            failed: [.identity], says: ["!! identity SignatureDoesNotMatch"], skipped: afterIdentity),
        Trouble(
            testDescription: "expired session",
            world: { $0.service.principals[0].sessionExpiration = WallTime.now().advanced(by: .seconds(-60)) },
            failed: [.identity], says: ["!! identity ExpiredToken"], skipped: afterIdentity),
        Trouble(
            testDescription: "no credentials", world: { $0.environment["AWS_ACCESS_KEY_ID"] = nil },
            failed: [.credentials], says: ["AWS_SECRET_ACCESS_KEY is set, but"],
            skipped: [.identity] + afterIdentity),
        Trouble(
            testDescription: "no region", world: { $0.environment["AWS_REGION"] = nil }, failed: [.region],
            says: ["!! region ", "export AWS_REGION", "ok credentials ", "needs region, which failed"],
            skipped: [.dns, .tcp, .tls, .identity, .clock] + afterIdentity),
        Trouble(
            testDescription: "profile that does not exist", world: { $0.environment["AWS_PROFILE"] = "nowhere" },
            failed: [.configuration], says: ["AWS_PROFILE names the profile nowhere"],
            skipped: Array(PreflightStep.allCases.dropFirst())),
        Trouble(
            testDescription: "an endpoint that is no address",
            world: { $0.environment["AWS_ENDPOINT_URL_STS"] = "gopher://x" }, failed: [.dns],
            says: ["ok region us-east-1", "starts with neither http://"],
            skipped: [.tcp, .tls, .identity, .clock] + afterIdentity),
    ]

    @Test("Each trouble fails its own step, tells what to do, and stops what depends on it", arguments: troubles)
    func trouble(_ trouble: Trouble) async throws {
        let outcome = try await Examination.run { trouble.world(&$0) }
        #expect(outcome.steps(.failed) == trouble.failed, "\(outcome.text)")
        #expect(
            outcome.steps(.skipped).filter { ![.dns, .tls].contains($0) || trouble.skipped.contains($0) }
                == trouble.skipped)
        for words in trouble.says { #expect(outcome.unwrapped.contains(words), "\(outcome.text)") }
        #expect(!outcome.isGood)
        for step in trouble.failed { #expect(outcome.hasRemedy(step), "\(outcome.text)") }
    }

    @Test("A port where nobody listens is refused")
    func deadPort() async throws {
        let server = try await RawServer.start()
        let port = server.port
        await server.close()
        let outcome = try await Examination.run { $0.environment["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:\(port)" }
        #expect(outcome.steps(.failed) == [.tcp])
        #expect(outcome.output.contains("!! tcp            connection refused by 127.0.0.1:\(port)"))
    }

    @Test("A host that does not exist fails at its name, however the name server says so")
    func unknownHost() async throws {
        let outcome = try await Examination.run { $0.environment["AWS_ENDPOINT_URL_STS"] = "https://sts.jotop.invalid" }
        #expect(outcome.steps(.failed) == [.dns])
        #expect(outcome.output.contains("sts.jotop.invalid"))
        #expect(outcome.steps(.skipped).contains(.tcp))
    }

    @Test("A certificate that nobody vouches for fails at TLS, and names AWS_CA_BUNDLE")
    func untrusted() async throws {
        let server = try await TLSServer.start(name: "localhost")
        let outcome = try await Examination.run {
            $0.environment["AWS_ENDPOINT_URL_STS"] = "https://localhost:\(server.port)"
        }
        #expect(outcome.steps(.failed) == [.tls], "\(outcome.text)")
        #expect(outcome.text.contains("AWS_CA_BUNDLE"))
        #expect(server.requests.withLockedValue { $0 } == 0)
    }

    @Test("Without an audience a stand-in is asked for, and a denial of it says so")
    func standIn() async throws {
        let outcome = try await Examination.run { world in
            world.settings.audiences = nil
            world.service.deniedAudiences = ["*"]
        }
        #expect(outcome.steps(.failed) == [.mint])
        #expect(outcome.text.contains("https://jotop-doctor.invalid stands in for an audience"))
        let pinned = try await Examination.run { world in
            world.settings.audiences = nil
            world.settings.upstream = UpstreamTarget(scheme: .https, authority: "billing.example.com:8443")
        }
        #expect(pinned.text.contains("ES384 for https://billing.example.com, 15m"))
    }

    @Test("A session that ends before the token would is told by the token's shorter life, and nothing is wrong")
    func capped() async throws {
        let outcome = try await Examination.run { world in
            world.service.principals[0].sessionExpiration = WallTime.now().advanced(by: .seconds(1_800))
            world.settings.tokenDuration = .seconds(3_600)
        }
        #expect(outcome.isGood, "\(outcome.text)")
        #expect(outcome.unwrapped.contains("capped: 15m instead of 1h, as the session ends before"))
        #expect(outcome.unwrapped.contains("15m long, as asked"))
    }

    // MARK: - Without an audience

    @Test("Where no audience is known nothing is minted, and nothing is wrong")
    func harmless() async throws {
        let calls = NIOLockedValueBox<[String]>([])
        let outcome = try await Examination.run { world in
            world.service.onCall = { call in calls.withLockedValue { $0.append(call.action) } }
            world.request = { $0.audiences = nil }
        }
        #expect(outcome.isGood)
        #expect(calls.withLockedValue { $0 } == ["GetCallerIdentity", ""])
        #expect(outcome.text.contains("-- mint           no audience yet: each request's upstream decides it"))
        #expect(outcome.steps(.skipped).suffix(5) == [.mint, .claims, .discovery, .keys, .signature])
    }

    // MARK: - IAM

    @Test(
        "What IAM says of the account's switch decides whether a mint is tried",
        arguments: [
            (200, iamAnswer(isOn: true), "ok federation on, issuer https://i.example", [PreflightStep.claims]),
            (200, iamAnswer(isOn: false), "!! federation outbound web identity federation is off", [.federation]),
            (404, iamError("FeatureDisabled"), "!! federation outbound web identity federation is off", [.federation]),
            (403, iamError("AccessDenied"), "?? federation cannot tell: iam:", []),
            (500, "", "?? federation cannot tell: HTTP 500", []),
        ])
    func federation(_ status: Int, _ answer: String, _ says: String, _ failed: [PreflightStep]) async throws {
        let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
        let iam = LoopbackServer(listener) { _ in
            LoopbackResponse(status: .init(statusCode: status), type: "text/xml", text: answer)
        }
        let outcome = try await Examination.run {
            $0.environment["AWS_ENDPOINT_URL_IAM"] = "http://127.0.0.1:\(listener.port)"
        }
        await iam.shutdown()
        #expect(outcome.unwrapped.contains(says), "\(outcome.text)")
        #expect(outcome.steps(.failed) == failed)
        #expect(outcome.text.contains("-- mint           needs federation, which failed") == (failed == [.federation]))
        #expect(outcome.unwrapped.contains("is another than the account's") == (failed == [.claims]))
    }

    private static func iamAnswer(isOn: Bool) -> String {
        """
        <GetOutboundWebIdentityFederationInfoResponse><GetOutboundWebIdentityFederationInfoResult>\
        <IssuerIdentifier>https://i.example</IssuerIdentifier><JwtVendingEnabled>\(isOn)</JwtVendingEnabled>\
        </GetOutboundWebIdentityFederationInfoResult></GetOutboundWebIdentityFederationInfoResponse>
        """
    }

    private static func iamError(_ code: String) -> String {
        "<ErrorResponse><Error><Code>\(code)</Code><Message>no</Message></Error></ErrorResponse>"
    }

    // MARK: - Secrets

    @Test("No secret reaches the output, whatever goes wrong", arguments: [false, true])
    func secrecy(_ isJSON: Bool) async throws {
        for trouble in Self.troubles {
            let outcome = try await Examination.run(isJSON: isJSON) { trouble.world(&$0) }
            for secret in [EmbeddedWorld.secret, "a-session-token", "another-secret-that-nobody-may-see", "eyJ"] {
                #expect(!outcome.output.contains(secret))
            }
        }
        let good = try await Examination.run(isJSON: isJSON)
        #expect(!good.output.contains("eyJ"))
    }

    // MARK: - The built program

    @Test("The program ends with 0 if all is well, with 1 if a step failed, with 64 for wrong usage")
    func exitCodes() async throws {
        // A process of its own: this one is busy with other tests, and STS has to answer in time.
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            try await Self.exitCodes(ProgramTests.exports(lines))
        }
    }

    private static func exitCodes(_ sts: [String: String]) async throws {
        var environment = sts.merging(["HOME": "/nonexistent"]) { $1 }
        let arguments = ["doctor", "--signing-algorithm", "ES384", "--audience", "https://a"]
        let good = try await JotopProgram.run(arguments, environment: environment)
        #expect(good.status == 0, "\(good.output)\(good.errors)")
        #expect(good.output.contains("ES384 for https://a, 1h"))
        environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
        let bad = try await JotopProgram.run(arguments + ["--json"], environment: environment)
        #expect(bad.status == 1)
        #expect(try JSONValue.parsed(bad.output)["ok"] == .bool(false))
        for (arguments, says) in [
            (["--duration", "5s"], "--duration '5s'"), (["--audience", ""], "--audience"),
            (["--signing-algorithm", "none"], "--signing-algorithm 'none'"), (["--tag", "x"], "--tag 'x'"),
        ] {
            let wrong = try await JotopProgram.run(["doctor"] + arguments, environment: environment)
            #expect(wrong.status == 64)
            #expect(wrong.errors.contains(says))
        }
    }

    private struct Missing: Error {}
}
