import EmulatedSTS
import Foundation
import ProxyCore

/// A program on this machine, run with a clean environment and a home of its own.
struct Tool: Sendable {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The AWS CLI, if it is installed and runs.
    static let aws = Tool("aws", works: ["--version"])
    /// A Python that has boto3, if there is one.
    static let boto3 = Tool("python3", works: ["-c", "import boto3"])

    private let path: URL

    private init?(_ name: String, works arguments: [String]) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = folders.map { URL(filePath: String($0)).appending(path: name) }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            return nil
        }
        path = found
        let probe = Process()
        (probe.executableURL, probe.arguments) = (found, arguments)
        (probe.standardOutput, probe.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        guard (try? probe.run()) != nil else { return nil }
        probe.waitUntilExit()
        guard probe.terminationStatus == 0 else { return nil }
    }

    /// Runs the tool as a developer would who points it at `sts` with the SDKs' variables.
    func run(_ arguments: [String], against emulation: Emulation) async throws -> Result {
        let home = FileManager.default.temporaryDirectory.appending(path: "emulated-sts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let config = home.appending(path: "config")
        // Version 1 of the CLI would download an audience that is a URL.
        try "[default]\ncli_follow_urlparam = false\n".write(to: config, atomically: true, encoding: .utf8)
        let process = Process()
        (process.executableURL, process.arguments) = (path, arguments)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": home.path,
            "AWS_CONFIG_FILE": config.path,
            "AWS_ENDPOINT_URL_STS": emulation.sts.endpoint, "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": Emulation.role.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": Emulation.role.secretAccessKey.exposed,
            "AWS_SESSION_TOKEN": Emulation.role.sessionToken?.exposed ?? "", "AWS_EC2_METADATA_DISABLED": "true",
        ]
        return try await Self.finish(process)
    }

    private static func finish(_ process: Process) async throws -> Result {
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        // The answers are far smaller than a pipe's buffer, so reading after the end cannot block the tool.
        return Result(
            status: status, output: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self),
            errors: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
    }
}
