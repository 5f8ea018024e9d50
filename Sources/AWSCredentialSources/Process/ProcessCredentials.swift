package import AWSClient
import AWSProfiles

/// The credentials that a program prints (AWS SDKs and Tools Reference Guide, *Process credential provider*).
///
/// The shell runs it, as in the Go SDK, so that quotes and variables work. Nothing of what it prints goes into an
/// error. Credentials without an `Expiration` never end.
package struct ProcessCredentials: CredentialProvider {
    package let name: String
    private let profile: String
    private let command: ProcessCommand
    private let run: ProcessRun

    /// - Parameters:
    ///   - command: the value of `credential_process`.
    ///   - environment: the program's variables.
    package init(command: String, profile: String, environment: [String: String], context: CredentialContext) {
        name = "profile \(profile) (credential_process)"
        self.profile = profile
        self.command = ProcessCommand(line: command)
        run = ProcessRun(
            command: self.command, environment: environment, limit: context.processLimit,
            surroundings: context.surroundings)
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        let output: [UInt8]
        do { output = try await run.output() } catch { throw failed("\(error)") }
        guard let document = JSONValue(parsing: output) else { throw failed("printed something else than JSON") }
        // Nothing of the value itself: who knows what stands there.
        guard document["Version"]?.seconds == 1 else { throw failed("printed a document whose Version is not 1") }
        do {
            return try CredentialDocument(document, .process).credentials(from: name)
        } catch {
            throw failed("printed a document that \(error)")
        }
    }

    private func failed(_ reason: String) -> CredentialError {
        CredentialError(
            .failed, source: name, message: "the program \(command.program.excerpt) \(reason)",
            remedy: "run the credential_process of profile \(profile.excerpt) by hand, and see what it says")
    }
}
