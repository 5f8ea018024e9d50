import Foundation

/// botocore, asked whose credentials it finds: one Python process for all questions.
enum BotocoreCredentials {
    struct Question: Encodable {
        let name: String
        let environment: [String: String]
        let config: String
        let credentials: String
    }

    private struct Failed: Error {
        let status: Int32
        let words: String
    }

    /// For each question, by name, the id of the key that was found; `-` for none, `error` for what was raised.
    static func answers(to questions: [Question], home: String) async throws -> [String: String] {
        let input = try JSONEncoder().encode(questions)
        return try await withCheckedThrowingContinuation { continuation in
            // The services that botocore asks are answered by tasks, which must not wait for this thread.
            Thread.detachNewThread { continuation.resume(with: Result { try run(home, input) }) }
        }
    }

    private static func run(_ home: String, _ input: Data) throws -> [String: String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, home]
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        try process.run()
        stdin.fileHandleForWriting.write(input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = try stderr.fileHandleForReading.readToEnd() ?? Data()
            throw Failed(status: process.terminationStatus, words: String(decoding: words, as: UTF8.self))
        }
        return try JSONDecoder().decode([String: String].self, from: output)
    }

    private static let script = #"""
        import json, os, sys
        import botocore.session

        home = sys.argv[1]
        kept = {"PATH": os.environ.get("PATH", ""), "HOME": home}

        def answer(question):
            os.environ.clear()
            os.environ.update(kept | question["environment"])
            for name in ("config", "credentials"):
                with open(home + "/.aws/" + name, "w") as file:
                    file.write(question[name])
            try:
                credentials = botocore.session.Session().get_credentials()
                return credentials.get_frozen_credentials().access_key if credentials else "-"
            except Exception:
                return "error"

        # Its own folder for cached logins is fixed when the module is imported.
        from botocore.credentials import SSOProvider
        from botocore.tokens import SSOTokenProvider
        SSOProvider._SSO_TOKEN_CACHE_DIR = SSOTokenProvider._SSO_TOKEN_CACHE_DIR = home + "/.aws/sso/cache"

        # Who answers late must not count as away: two seconds are fixed there.
        from botocore.utils import ContainerMetadataFetcher
        ContainerMetadataFetcher.TIMEOUT_SECONDS = 60

        json.dump({question["name"]: answer(question) for question in json.load(sys.stdin)}, sys.stdout)
        """#
}
