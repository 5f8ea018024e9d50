import AWSClient
import AWSProfiles
import EmulatedSTS
import Foundation
import HTTPTypes
import JotopTestSupport
import NIOHTTP1
import NIOPosix
import Synchronization

@testable import AWSCredentialSources

/// A home, an environment, and one loopback server that stands for every endpoint, by the host that is asked for.
final class World: Sendable {
    /// The moment at which everything happens.
    static let now = Date(timeIntervalSince1970: 1_795_262_400)  // 2026-11-21T12:00:00Z

    typealias Handler = @Sendable (Call) async -> LoopbackResponse

    /// A request as it came in.
    struct Call: Sendable {
        let host: String
        let request: LoopbackRequest

        var line: String { "\(request.method.rawValue) \(request.target)" }
        func field(_ name: String) -> String? { request.headers.first(name: name) }
        var json: JSONValue { JSONValue(parsing: request.body) ?? .null }
        /// A member of a form; nil if it is not there.
        func form(_ name: String) -> String? {
            for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                if parts[0] == name { return parts[1].removingPercentEncoding }
            }
            return nil
        }
        /// The id of the key that signed the request.
        var signer: String? {
            field("Authorization")?.split(separator: "Credential=").last?.split(separator: "/").first.map(String.init)
        }
    }

    let home: URL
    let port: Int
    private let received = Mutex<[Call]>([])

    private init(home: URL, port: Int) {
        self.home = home
        self.port = port
    }

    /// Hosts that give no answer, and why.
    let dead = Mutex<[String: TransportError]>([:])
    /// Hosts that were asked past any proxy.
    let direct = Mutex<Set<String>>([])
    /// The time that each host was given for its last answer.
    let timeouts = Mutex<[String: Duration]>([:])
    private let clock = Mutex(World.now)

    static func run<Result>(
        _ handler: @escaping Handler = { _ in .text(404, "nothing") }, _ body: (World) async throws -> Result
    ) async throws -> Result {
        let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
        let home = FileManager.default.temporaryDirectory.appending(path: "jotop-credentials-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let world = World(home: home, port: listener.port)
        let server = LoopbackServer(listener) { request in
            let call = Call(host: request.headers.first(name: "Host") ?? "", request: request)
            world.received.withLock { $0.append(call) }
            return await handler(call)
        }
        do {
            let result = try await body(world)
            await server.shutdown()
            return result
        } catch {
            await server.shutdown()
            throw error
        }
    }

    var calls: [Call] { received.withLock { $0 } }
    func lines(to host: String) -> [String] { calls.filter { $0.host == host }.map(\.line) }

    var now: Date {
        get { clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }

    var context: CredentialContext {
        let live = STSClient.Environment.live
        return CredentialContext(
            transport: WorldTransport(world: self, nio: NIOTransport(port: port, patience: 30)),
            surroundings: .init(now: { self.now }, sleep: live.sleep, random: { 0 }, uptime: { .zero }))
    }

    // MARK: Files

    func write(_ text: String, to path: String) throws {
        let file = home.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> JSONValue {
        JSONValue(parsing: Array(try Data(contentsOf: home.appending(path: path)))) ?? .null
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: home.appending(path: path).path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: home.appending(path: folder).path)
    }

    // MARK: Sources

    func settings(_ environment: [String: String]) throws -> AWSSettings {
        try AWSSettings(reading: environment, home: home.path)
    }

    func chain(_ environment: [String: String], _ adjust: (inout CredentialContext) -> Void = { _ in })
        -> DefaultCredentialChain
    {
        var context = context
        adjust(&context)
        let home = home.path
        return DefaultCredentialChain(
            settings: { () throws(SharedConfigError) in try AWSSettings(reading: environment, home: home) },
            endpoints: Self.endpoints, context: context)
    }

    /// In the region of Ireland, where the settings name none.
    static let endpoints = CredentialEndpoints(fallback: try? RegionChoice("eu-west-1", origin: "test"))
}

private struct WorldTransport: HTTPTransport {
    let world: World
    let nio: NIOTransport

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let host = request.head.authority ?? ""
        if request.avoidsProxy { _ = world.direct.withLock { $0.insert(host) } }
        world.timeouts.withLock { $0[host] = timeout }
        if let error = world.dead.withLock({ $0[host] }) { throw error }
        // Many tests share two cores: what is not about time has plenty of it.
        return try await nio.send(request, timeout: .seconds(60))
    }
}

extension LoopbackResponse {
    static func text(_ status: Int, _ text: String) -> LoopbackResponse {
        LoopbackResponse(status: .init(statusCode: status), type: "text/plain", text: text)
    }

    static func json(_ value: JSONValue, status: Int = 200) -> LoopbackResponse {
        let text = (try? value.encoded()).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return LoopbackResponse(status: .init(statusCode: status), type: "application/json", text: text)
    }
}

/// How a source ends.
func result(of source: some CredentialProvider) async -> Result<AWSCredentials, CredentialError> {
    do throws(CredentialError) { return .success(try await source.credentials()) } catch { return .failure(error) }
}

/// The error that a source ends with; nil for a success.
func failure(_ source: some CredentialProvider) async -> CredentialError? {
    guard case .failure(let error) = await result(of: source) else { return nil }
    return error
}

extension World {
    func write(bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: home.appending(path: path))
    }
}
