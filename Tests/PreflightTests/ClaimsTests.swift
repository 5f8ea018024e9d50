import ProxyCore
import Testing
import TokenDecoding

@testable import Preflight

@Suite("The claims of a token against what was asked for")
struct ClaimsTests {
    private static let now: Int64 = 1_795_270_000
    private static let issuer = "https://0a1b2c3d.tokens.sts.global.api.aws"
    private static let subject = "arn:aws:iam::123456789012:role/app/worker"

    @Test("A token that says what was asked for is fine")
    func good() throws {
        let finding = try Self.finding(of: Self.token())
        #expect(finding == .ok("sub \(Self.subject), 15m long, as asked"))
    }

    @Test(
        "A token that lives shorter than it was asked to is fine, and not as asked",
        arguments: [
            (900, "15m long, as asked"), (899, "14m long, as asked"), (15, "15s long, shorter than the 15m asked"),
        ]
            as [(Int64, String)])
    func shorter(life: Int64, words: String) throws {
        let finding = try Self.finding(of: Self.token { $0["exp"] = .integer(Self.now + life) })
        #expect(finding == .ok("sub \(Self.subject), \(words)"))
    }

    @Test("Several audiences may come in any order, and so may China's issuers")
    func variants() throws {
        let several = try Self.finding(
            of: Self.token { $0["aud"] = .array([.string("b"), .string("a")]) }, audiences: ["a", "b"])
        #expect(several.verdict == .ok)
        let china = "https://x.tokens.sts.global.api.amazonwebservices.com.cn"
        #expect(try Self.finding(of: Self.token { $0["iss"] = .string(china) }).verdict == .ok)
    }

    @Test("An issuer on this machine is right only where STS is there, too")
    func emulation() throws {
        for issuer in ["http://127.0.0.1:4566", "https://localhost"] {
            let token = try Self.token { $0["iss"] = .string(issuer) }
            #expect(try Self.finding(of: token, ofEmulation: true).verdict == .ok)
            #expect(try Self.finding(of: token).verdict == .unknown)
        }
    }

    @Test("An issuer other than the one that IAM tells is wrong; the one that IAM tells is right in any form")
    func accountIssuer() throws {
        #expect(try Self.finding(of: Self.token(), issuer: Self.issuer).verdict == .ok)
        let own = try Self.token { $0["iss"] = .string("https://issuer.example") }
        #expect(try Self.finding(of: own, issuer: "https://issuer.example").verdict == .ok)
        let other = try Self.finding(of: Self.token(), issuer: "https://9.tokens.sts.global.api.aws")
        #expect(other.verdict == .failed && other.stopsOthers)
        #expect(other.text.hasPrefix("iss \(Self.issuer) is another than the account's"))
    }

    @Test("Of long claims the beginning is shown")
    func long() throws {
        let tail = String(repeating: "x", count: 5_000)
        let finding = try Self.finding(
            of: Self.token {
                $0["sub"] = .string(Self.subject + tail)
                $0["iss"] = .string("https://issuer.example/" + tail)
            })
        #expect(finding.text.count < 600 && finding.text.contains("xxx…"))
    }

    @Test("An issuer of another form is unknown, not wrong: AWS does not publish all of them")
    func otherIssuer() throws {
        let finding = try Self.finding(of: Self.token { $0["iss"] = .string("https://issuer.example") })
        #expect(finding.verdict == .unknown && !finding.stopsOthers)
        #expect(finding.text.contains("https://issuer.example is not of the form"))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let change: @Sendable (inout [String: JSONValue]) -> Void
        var testDescription: String { text }
    }

    static let faults = [
        Fault(text: "the token names no issuer") { $0["iss"] = nil },
        Fault(text: "the token names no issuer") { $0["iss"] = .string("") },
        Fault(text: "aud is not https://api.example.com") { $0["aud"] = .string("https://other") },
        Fault(text: "aud is not https://api.example.com") {
            $0["aud"] = .array([.string("https://api.example.com"), .string("more")])
        },
        Fault(text: "aud is not https://api.example.com") { $0["aud"] = nil },
        Fault(text: "the token names no subject") { $0["sub"] = nil },
        Fault(
            text: "sub arn:aws:iam::999999999999:user/x is of another account than the caller's, 123456789012"
        ) { $0["sub"] = .string("arn:aws:iam::999999999999:user/x") },
        Fault(text: "iat or exp is missing") { $0["iat"] = nil },
        Fault(text: "iat or exp is missing") { $0["exp"] = .string("soon") },
        Fault(text: "exp is not after iat") { $0["exp"] = $0["iat"] },
        Fault(text: "the token had expired when it came") {
            $0["iat"] = .integer(now - 1_000)
            $0["exp"] = .integer(now - 100)
        },
        Fault(text: "the token lives 1h, longer than asked") { $0["exp"] = .integer(now + 3_600) },
    ]

    @Test("A claim that is not as asked is named", arguments: faults)
    func fault(_ fault: Fault) throws {
        let finding = try Self.finding(of: Self.token(fault.change))
        #expect(finding.verdict == .failed)
        #expect(finding.text == fault.text)
        #expect(finding.remedy?.isEmpty == false)
    }

    @Test("Another algorithm than asked is named")
    func algorithm() throws {
        let finding = try Self.finding(of: Self.token(), algorithm: "ES384")
        #expect(finding.text == "the token is not signed with ES384")
    }

    @Test("A session's account that is not known is not compared")
    func unknownAccount() throws {
        #expect(try Self.finding(of: Self.token(), account: nil).verdict == .ok)
    }

    private static func finding(
        of token: DecodedToken, audiences: [String] = ["https://api.example.com"], algorithm: String = "RS256",
        account: String? = "123456789012", issuer: String? = nil, ofEmulation: Bool = false
    ) throws -> Finding {
        let asked = ClaimsFinding.Asked(
            audiences: try #require(AudienceSet(audiences)), algorithm: algorithm, duration: .seconds(900),
            account: account, issuer: issuer, ofEmulation: ofEmulation)
        return ClaimsFinding(token, asked: asked, now: WallTime(seconds: now)).finding
    }

    private static func token(_ change: (inout [String: JSONValue]) -> Void = { _ in }) throws -> DecodedToken {
        var claims: [String: JSONValue] = [
            "iss": .string(issuer), "sub": .string(subject), "aud": .string("https://api.example.com"),
            "iat": .integer(now), "exp": .integer(now + 900),
        ]
        change(&claims)
        let header = JSONValue.object(["alg": .string("RS256"), "kid": .string("RSA_0")])
        let parts = [header, JSONValue.object(claims)].map { Base64URL.encode(Array($0.description.utf8)) }
        return try TokenDecoder.decode((parts + ["c2ln"]).joined(separator: "."))
    }
}
