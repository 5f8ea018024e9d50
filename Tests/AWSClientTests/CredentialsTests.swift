import Foundation
import Testing

@testable import AWSClient

@Suite("Credentials")
struct CredentialsTests {
    @Test("No way of printing credentials shows the secret key or the session token")
    func redaction() {
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "top-secret", sessionToken: "session-secret")
        var dumped = ""
        dump(credentials, to: &dumped)
        dump(credentials.secretAccessKey, to: &dumped)
        let printed = [
            "\(credentials)", String(reflecting: credentials), String(describing: Optional(credentials)),
            "\(credentials.secretAccessKey)", String(reflecting: [credentials.secretAccessKey]), dumped,
        ]
        for text in printed { #expect(!text.contains("secret")) }
        #expect("\(credentials)".contains("AKIDEXAMPLE"))
    }

    @Test("The three variables make temporary credentials, two make long-lived ones")
    func complete() async throws {
        var environment = [
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
        ]
        var found = try await EnvironmentCredentials(environment: environment).credentials()
        #expect(
            found
                == AWSCredentials(
                    accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token", source: "environment"))
        environment["AWS_SESSION_TOKEN"] = ""
        found = try await EnvironmentCredentials(environment: environment).credentials()
        #expect(found == AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret", source: "environment"))
    }

    @Test(
        "What is missing is named, and an empty variable counts as missing",
        arguments: [
            ([:], CredentialError.Code.notConfigured, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"),
            (["AWS_ACCESS_KEY_ID": ""], .notConfigured, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"),
            (["AWS_ACCESS_KEY_ID": "AKID"], .incomplete, "AWS_SECRET_ACCESS_KEY is not"),
            (["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": ""], .incomplete, "AWS_SECRET_ACCESS_KEY is not"),
            (["AWS_SECRET_ACCESS_KEY": "hidden"], .incomplete, "AWS_ACCESS_KEY_ID is not"),
        ])
    func missing(environment: [String: String], code: CredentialError.Code, text: String) async {
        let error = await #expect(throws: CredentialError.self) {
            try await EnvironmentCredentials(environment: environment).credentials()
        }
        #expect(error?.code == code)
        #expect(error?.description.contains(text) == true)
        #expect(error?.remedy.contains("export") == true)
        #expect(error?.description.contains("hidden") == false)
    }
}
