import Foundation
import JotopTestSupport
import ProxyCore
import Testing

/// The built program while it serves, its STS, and an upstream.
struct ServedWorld {
    let port: Int
    let upstream: RawServer
    let process: Process

    /// The head and the body of an answer to a request that is to go to the upstream.
    func get(_ fields: String..., line: String = "GET / HTTP/1.1", host: String? = "localhost") async throws -> String {
        let client = try await RawConnection.connect(to: port)
        let named = ["X-Upstream-Host: 127.0.0.1:\(upstream.port)"] + (host.map { ["Host: \($0)"] } ?? [])
        try await client.write(([line] + named + fields).joined(separator: "\r\n") + "\r\n\r\n")
        let answer = await client.readMessage()
        await client.close()
        return answer
    }

    /// A client that has asked for something of the upstream.
    func ask() async throws -> RawConnection {
        let client = try await RawConnection.connect(to: port)
        try await client.write(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
        return client
    }

    /// Runs the program with an upstream that answers everything with `mine`.
    static func with(
        _ flags: [String], environment: [String: String] = [:], inShell command: String? = nil,
        _ body: (ServedWorld) async throws -> Void
    ) async throws {
        let upstream = try await RawServer.start()
        let serving = Task {
            for await connection in upstream.connections() {
                Task {
                    while await connection.read(through: "\r\n\r\n").hasPrefix("GET /") {
                        try? await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine")
                    }
                }
            }
        }
        defer { serving.cancel() }
        try await running(flags, environment: environment, inShell: command, upstream, body)
    }

    /// The same, where nobody answers for the upstream.
    static func running(
        _ flags: [String], environment more: [String: String] = [:], inShell command: String? = nil,
        scheme: String = "http", _ upstream: RawServer, _ body: (ServedWorld) async throws -> Void
    ) async throws {
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            var environment = try await ProgramTests.exports(lines).merging(more) { $1 }
            if environment["LISTEN_ADDR"] == nil { environment["LISTEN_ADDR"] = "127.0.0.1:0" }
            let flags = ["--upstream-scheme", scheme] + flags
            try await JotopProgram.with(flags, environment: environment, inShell: command) { lines, process in
                var port: Int?
                for await line in lines {
                    let address = try JSONValue.parsed(line)["address"]?.string
                    port = address?.split(separator: ":").last.flatMap { Int($0) }
                    if port != nil { break }
                }
                try await body(ServedWorld(port: try #require(port), upstream: upstream, process: process))
            }
        }
    }
}
