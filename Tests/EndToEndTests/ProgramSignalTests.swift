import Foundation
import JotopTestSupport
import ProxyCore
import Testing

@Suite("The program and its signals", .timeLimit(.minutes(10)))
struct ProgramSignalTests {
    @Test(
        "A first signal lets requests in flight finish, a second ends the program at once",
        arguments: [SIGTERM, SIGINT])
    func secondSignal(_ signal: Int32) async throws {
        var status: Int32 = 0
        // Where the machine is so busy that the second comes after the ten seconds of the drain, it shows nothing: once more.
        for _ in 1...5 where status == 0 { status = try await Self.statusAfterTwo(signal) }
        #expect(status == 128 + signal)
    }

    private static func statusAfterTwo(_ signal: Int32) async throws -> Int32 {
        let sts = try await RawServer.start()
        let environment = [
            "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(sts.port)",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "LISTEN_ADDR": "127.0.0.1:0",
        ]
        return try await JotopProgram.with(["--log-level", "debug"], environment: environment) { lines, process in
            for await line in lines {
                let event = try JSONValue.parsed(line)
                guard let port = event["address"]?.string?.split(separator: ":").last.flatMap({ Int($0) }) else {
                    continue
                }
                let client = try await RawConnection.connect(to: port)
                try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: a.example\r\n\r\n")
                // STS is asked, and says nothing: the request stays in flight.
                _ = try await sts.accept()
                await Self.signalTwice(process.processIdentifier, signal, listeningOn: port)
                break
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            return process.terminationStatus
        }
    }

    /// The second signal goes as soon as nobody is accepted any more; on a thread of its own, which no busy task holds up, as
    /// the program waits for what is in flight for ten seconds only.
    static func signalTwice(_ program: pid_t, _ signal: Int32, listeningOn port: Int) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                kill(program, signal)
                while accepts(port) {}
                kill(program, signal)
                continuation.resume()
            }
        }
    }

    private static func accepts(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
