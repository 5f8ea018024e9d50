import AWSClient
import HTTPTypes
import Testing

@Suite("The account's switch for tokens, asked of IAM")
struct IAMClientTests {
    private func client(_ service: StubService) throws -> IAMClient {
        let sts = STSClient.Configuration(endpoint: STSEndpoint(region: try AWSRegion("eu-west-1")))
        let endpoint = QueryEndpoint(authority: "iam.amazonaws.com", signingRegion: "us-east-1")
        return IAMClient(
            sts.calls(to: "iam", at: endpoint), credentials: StaticCredentials(), transport: service,
            environment: ManualTime().environment)
    }

    private func answer(_ fields: String) -> StubService.Reply {
        .answering(
            200,
            """
            <GetOutboundWebIdentityFederationInfoResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\
            <GetOutboundWebIdentityFederationInfoResult>\(fields)</GetOutboundWebIdentityFederationInfoResult>\
            </GetOutboundWebIdentityFederationInfoResponse>
            """, fields: [.amznRequestID: "r-5"])
    }

    @Test("The call is signed for iam in its own region, and goes where the endpoint says")
    func request() async throws {
        let service = StubService([
            answer("<IssuerIdentifier>https://i</IssuerIdentifier><JwtVendingEnabled>true</JwtVendingEnabled>")
        ])
        let info = try await client(service).federationInfo()
        #expect(info.isEnabled)
        #expect(info.issuer == "https://i")
        #expect(info.requestID == "r-5")
        let sent = try #require(service.requests.first)
        #expect(sent.head.authority == "iam.amazonaws.com")
        #expect(
            String(decoding: sent.body, as: UTF8.self)
                == "Action=GetOutboundWebIdentityFederationInfo&Version=2010-05-08")
        #expect(sent.head.headerFields[.authorization]?.contains("/us-east-1/iam/aws4_request") == true)
    }

    @Test("An account that has it off, or never had it on, is no error")
    func off() async throws {
        let disabled = StubService([answer("<JwtVendingEnabled>false</JwtVendingEnabled>")])
        let info = try await client(disabled).federationInfo()
        #expect(!info.isEnabled)
        let never = StubService([.error("FeatureDisabled", 404)])
        let none = try await client(never).federationInfo()
        #expect(!none.isEnabled)
        #expect(none.issuer == nil)
    }

    @Test("A caller that may not ask learns so, and an answer without the switch is none")
    func errors() async throws {
        let denied = StubService([.error("AccessDenied", 403)])
        let error = await #expect(throws: STSError.self) { try await client(denied).federationInfo() }
        #expect(error?.isDenial == true)
        let vague = StubService([answer("")])
        let missing = await #expect(throws: STSError.self) { try await client(vague).federationInfo() }
        #expect(missing == .malformedResponse(.missingElement("JwtVendingEnabled")))
    }
}
