import AWSClient
import Foundation
import HTTPTypes
import Testing

/// A service that answers a wrong signature as AWS's do: with the request.
private struct QuotingService: HTTPTransport {
    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let fields = request.head.headerFields.map { "\($0.name.canonicalName):\($0.value)" }
        let message =
            "The request signature we calculated does not match. \(fields.joined(separator: " "))"
            + " The Canonical String for this request should have been 'POST \(fields.joined(separator: " "))'"
        let body = """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
            <Code>SignatureDoesNotMatch</Code><Message>\(message)</Message></Error><RequestId>1</RequestId></ErrorResponse>
            """
        return TransportResponse(head: HTTPResponse(status: .forbidden), body: Array(body.utf8))
    }
}

@Suite("Errors that quote the request")
struct QuotedSecretsTests {
    @Test("Neither the session token nor the signature is in what is made of them")
    func hidden() async throws {
        let environment = [
            "AWS_ACCESS_KEY_ID": "ASIAEXAMPLEEXAMPLE00", "AWS_SECRET_ACCESS_KEY": "a-secret-key",
            "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEXAMPLETOKEN==", "AWS_REGION": "us-east-1",
        ]
        let client = STSClient(
            try STSClient.Configuration(environment: environment),
            credentials: EnvironmentCredentials(environment: environment), transport: QuotingService())
        do {
            _ = try await client.getCallerIdentity()
            Issue.record("expected an error")
        } catch {
            let said = "\(error)" + String(reflecting: error)
            #expect(said.contains("SignatureDoesNotMatch"))
            #expect(!said.contains("EXAMPLETOKEN"))
            #expect(said.firstMatch(of: /Signature=[0-9a-f]{8}/) == nil)
            #expect(!said.contains("Canonical String"))
        }
    }

    @Test("What follows a secret does not hide it", arguments: ["", "\u{301}", "\u{200D}", "\u{FE0F}"])
    func combining(_ mark: String) async throws {
        let refusal = try await refusal(body(message: "no such token \(Self.token)\(mark), go away"))
        #expect(Array(refusal.message.utf8).firstRange(of: Array("EXAMPLETOKEN".utf8)) == nil)
        #expect(refusal.message.hasSuffix("go away"))
    }

    private static let token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN/abc+def=="

    private func refusal(_ body: String, fields: HTTPFields = [:], status: Int = 403) async throws -> ServiceError {
        let stub = StubService([.answering(status, body, fields: fields)])
        let keys = AWSCredentials(accessKeyID: "ASIA", secretAccessKey: "secret", sessionToken: Self.token)
        let client = try stub.client(credentials: CredentialDeck(keys))
        do throws(STSError) { _ = try await client.getCallerIdentity() } catch {
            if case .service(let refusal) = error { return refusal }
        }
        throw CancellationError()
    }

    private func body(code: String = "Odd", message: String = "", requestID: String = "r-1") -> String {
        """
        <ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>\
        <RequestId>\(requestID)</RequestId></ErrorResponse>
        """
    }

    @Test(
        "A secret is hidden in the code, the message and the name of the call, percent-encoded too, before anything is cut",
        arguments: [
            token, "IQoJb3JpZ2luX2VjEXAMPLETOKEN%2Fabc%2Bdef%3D%3D", "IQoJb3JpZ2luX2VjEXAMPLETOKEN%2fabc%2bdef%3d%3d",
        ])
    func everywhere(quoted: String) async throws {
        let padding = String(repeating: "x", count: 2_040)
        let name = try #require(HTTPField.Name("x-amzn-RequestId"))
        let bodies = [
            body(code: quoted), body(message: quoted), body(requestID: quoted), body(message: padding + quoted),
        ]
        var named = HTTPFields()
        named[name] = quoted
        for (body, fields) in bodies.map({ ($0, HTTPFields()) }) + [(body(), named)] {
            let refusal = try await refusal(body, fields: fields)
            #expect(!String(reflecting: refusal).contains("IQoJ"))
        }
    }

    @Test("A code that has not the form of one is none, and neither is a name of the call")
    func forms() async throws {
        let names = [("no code at all", "HTTP 403"), ("Sender.Some_Code:x-1", "Sender.Some_Code:x-1")]
        for (code, expected) in names + [(String(repeating: "a", count: 129), "HTTP 403")] {
            let refusal = try await refusal(body(code: code))
            #expect(refusal.code == expected)
        }
        for (id, expected) in [("1-a", "1-a"), ("a b", nil), (String(repeating: "a", count: 65), nil)] {
            let refusal = try await refusal(body(requestID: id))
            #expect(refusal.requestID == expected)
        }
    }

    @Test("The service's words stay in one line")
    func oneLine() async throws {
        let refusal = try await refusal(body(message: "a\nb\r\nc\u{2028}d\u{85}e\tf"))
        #expect(refusal.message == "a b  c d e f" || refusal.message == "a b c d e f")
        #expect(STSError.service(refusal).remedy(for: RemedyContext()).description.contains("\"Odd\""))
    }

    private static let signature = "c29tZWJvZHktZWxzZXMtc2lnbmF0dXJl"

    @Test("A token in a message loses its signature, before anything is cut", arguments: [0, 2_000, 2_020, 2_040])
    func otherTokens(padding: Int) async throws {
        let quoted = "Bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.\(Self.signature) here"
        let refusal = try await refusal(body(message: String(repeating: "x", count: padding) + quoted))
        #expect(!String(reflecting: refusal).contains(Self.signature.prefix(6)))
    }

    @Test(
        "A secret that was altered, or of which a part stands there, is hidden", arguments: ["\u{200B}", "&#x9;", " "])
    func altered(_ between: String) async throws {
        let quoted = "\(Self.token.prefix(12))\(between)\(Self.token.dropFirst(12).dropLast(5))"
        let refusal = try await refusal(body(message: "no <![CDATA[]]>\(quoted)"))
        #expect(!refusal.message.contains("IQoJ"))
        #expect(!refusal.message.contains("TOKEN"))
    }

    @Test(
        "A minted token whose header or claims quote a secret is no answer",
        arguments: [
            "{\"sub\":\"\(token)\"}", "{\"sub\":\"\(token.replacing("/", with: "\\/"))\"}",
            "{\"sub\":\"\(token.replacing("I", with: "\\u0049"))\"}", "{\"sub\":\"\(token.dropLast(4))\"}",
        ])
    func claims(_ claims: String) async throws {
        let part = Data(claims.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
        for compact in ["eyJhbGciOiJSUzI1NiJ9.\(part).c2ln", "\(part).e30.c2ln"] {
            let keys = AWSCredentials(accessKeyID: "ASIA", secretAccessKey: "secret", sessionToken: Self.token)
            let client = try StubService([.token(compact)]).client(credentials: CredentialDeck(keys))
            let request = WebIdentityTokenRequest(audiences: ["https://a.example"])
            await #expect(throws: STSError.malformedResponse(.quotedSecret("WebIdentityToken"))) {
                _ = try await client.getWebIdentityToken(request)
            }
        }
    }
}
