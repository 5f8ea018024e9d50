import AWSClient
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
}
