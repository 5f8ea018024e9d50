import JotopTestSupport
import NIOCore
import NIOHTTP2
import ProxyEngine

/// What the tests of HTTP/2 begin with.
enum HTTP2World {
    /// Runs a proxy that serves HTTPS, and a client that speaks HTTP/2 to it.
    ///
    /// - Parameter window: how much the client takes over each stream.
    static func serve(
        window: Int = FrameConnection.wideWindow, _ change: (inout ProxyEngine.Configuration) -> Void = { _ in },
        _ body: (RunningProxy, FrameConnection) async throws -> Void
    ) async throws {
        try await secureProxy(change) { proxy, certificate in
            let client = try await FrameConnection.connect(to: proxy.port, trusting: certificate, window: window)
            try await client.send(
                .rootStream, .windowUpdate(windowSizeIncrement: FrameConnection.wideWindow))
            try await body(proxy, client)
            await client.close()
        }
    }

    /// Runs a proxy that serves HTTPS.
    static func secureProxy(
        _ change: (inout ProxyEngine.Configuration) -> Void = { _ in },
        _ body: (RunningProxy, TestCertificate) async throws -> Void
    ) async throws {
        try await ServerCertificateFiles.temporary { files in
            let certificate = try TestCertificate("localhost")
            try certificate.write(to: files)
            try await RunningProxy.with {
                $0.certificate = files
                change(&$0)
            } _: {
                try await body($0, certificate)
            }
        }
    }
}

extension RawServer {
    /// What requests call it.
    var name: String { "127.0.0.1:\(port)" }

    /// Answers every request of every connection, until the task is cancelled.
    func greetAll() async {
        await withDiscardingTaskGroup { group in
            for await connection in connections() {
                group.addTask {
                    while await connection.readMessage() != "" {
                        try? await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                    }
                }
            }
        }
    }
}
