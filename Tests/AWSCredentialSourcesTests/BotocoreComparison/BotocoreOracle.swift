import Foundation

/// botocore, asked what it makes of environments and shared files: one Python process for all questions.
struct BotocoreOracle {
    /// The environment and the files of one question; the files go into the home's `.aws`.
    struct Question: Encodable {
        let name: String
        let environment: [String: String]
        let config: String
        let credentials: String
    }

    static let isInstalled = (try? run(["-c", "import boto3, botocore"], input: Data())) != nil

    /// For each question, by name, the answer of each column.
    ///
    /// - Parameter home: a folder of its own, which botocore takes for the user's.
    static func answers(to questions: [Question], home: String) throws -> [String: [String: String]] {
        let input = try JSONEncoder().encode(questions)
        let output = try run(["-c", script, home], input: input)
        return try JSONDecoder().decode([String: [String: String]].self, from: output)
    }

    private struct Failed: Error {}

    private static func run(_ arguments: [String], input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        process.standardError = FileHandle.nullDevice
        try process.run()
        stdin.fileHandleForWriting.write(input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return output
    }

    /// A column is a function from a session to a text; what it raises becomes `error`.
    private static let script = #"""
        import json, os, sys
        import botocore.session

        home = sys.argv[1]
        kept = {"PATH": os.environ.get("PATH", ""), "HOME": home, "AWS_EC2_METADATA_DISABLED": "true"}

        def region(session):
            return session.get_config_variable("region") or "-"

        def endpoint(session):
            chosen = session.get_config_variable("region") or "eu-north-1"
            client = session.create_client(
                "sts", region_name=chosen, aws_access_key_id="a", aws_secret_access_key="b")
            operation = client.meta.service_model.operation_model("GetCallerIdentity")
            found = client._ruleset_resolver.construct_endpoint(operation, call_args={}, request_context={})
            return found.url.rstrip("/")

        def profiles(session):
            return ",".join(sorted(session.available_profiles)) or "-"

        def keys(session):
            found = {provider.METHOD: provider for provider in session.get_component("credential_provider").providers}
            for method in ("shared-credentials-file", "config-file"):
                credentials = found[method].load()
                if credentials is not None:
                    frozen = credentials.get_frozen_credentials()[:3]
                    return "/".join(part or "-" for part in frozen)
            return "-"

        COLUMNS = {"region": region, "endpoint": endpoint, "profiles": profiles, "keys": keys}

        def answer(question):
            os.environ.clear()
            os.environ.update(kept | question["environment"])
            os.makedirs(home + "/.aws", exist_ok=True)
            for name in ("config", "credentials"):
                with open(home + "/.aws/" + name, "w") as file:
                    file.write(question[name])
            answers = {}
            for name, column in COLUMNS.items():
                try:
                    answers[name] = column(botocore.session.Session())
                except Exception:
                    answers[name] = "error"
            return answers

        json.dump({question["name"]: answer(question) for question in json.load(sys.stdin)}, sys.stdout)
        """#
}
