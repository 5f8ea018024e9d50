import AWSClient
import Foundation
import HTTPTypes
import JotopTestSupport
import Preflight
import ProxyCore
import Synchronization
import Testing

@testable import JotopApp

@Suite("News of the credentials", .timeLimit(.minutes(5)))
struct CredentialNewsTests {
    private static func keys(_ id: String) -> AWSCredentials {
        AWSCredentials(accessKeyID: id, secretAccessKey: "secret", sessionToken: "token", source: "test")
    }

    /// What a keeper told of keys that STS takes for these principals, one after the other.
    private func told(_ principals: [String]) async throws -> (events: [ProxyEvent], changes: [String]) {
        let events = EventHub()
        let probe = EventProbe(events)
        let source = KeysInTurn(principals.indices.map { Self.keys("ASIA\($0)") })
        let generation = Counter()
        let kept = KeptCredentials(
            source, stamp: { generation.value }, longestSearch: .seconds(90), events: events, time: .live)
        let answers = Dictionary(uniqueKeysWithValues: principals.enumerated().map { ("ASIA\($0.offset)", $0.element) })
        let client = STSClient(
            try STSClient.Configuration(environment: ["AWS_REGION": "us-east-1"]), credentials: kept.cached,
            transport: WhoIs(answers))
        let changes = Mutex<[String]>([])
        let (asked, bell) = AsyncStream.makeStream(of: Void.self)
        let service = CredentialService(
            kept: kept, client: client, region: "us-east-1", events: events, time: .live,
            onChange: { changes.withLock { $0.append("keys") } },
            onPrincipalChange: {
                changes.withLock { $0.append("principal") }
                bell.yield()
            })
        let running = Task { try await service.run() }
        defer { running.cancel() }
        var seen: [ProxyEvent] = []
        for index in principals.indices {
            if index > 0 {
                // As a changed file does: whoever asks next gets what the source has now.
                generation.increase()
                _ = try await kept.cached.credentials()
            }
            while let event = await probe.next() {
                seen.append(event)
                if event.resolved?.principal == principals[index] { break }
            }
        }
        if Set(principals.map { Principal(arn: $0) }).count > 1 {
            for await _ in asked { break }
            if let event = await probe.next() { seen.append(event) }
        }
        return (seen, changes.withLock { $0 })
    }

    @Test("Another principal is told, and its tokens are asked for; until STS has told, nobody is named")
    func principal() async throws {
        let (alice, role) = ("arn:aws:iam::1:user/alice", "arn:aws:sts::1:assumed-role/dev-api/me")
        let (events, changes) = try await told([alice, role])
        #expect(events.compactMap(\.resolved).map(\.principal) == [nil, alice, nil, role])
        #expect(events.compactMap(\.resolved).allSatisfy { $0.isTemporary })
        guard case .principalChanged(let change)? = events.last else {
            Issue.record("the change must be told")
            return
        }
        #expect(change.former == alice && change.principal == role)
        #expect(changes == ["keys", "principal"])
    }

    @Test("Another session of the same role is nobody else")
    func sameRole() async throws {
        let sessions = ["me", "you"].map { "arn:aws:sts::1:assumed-role/dev-api/\($0)" }
        let (events, changes) = try await told(sessions)
        #expect(events.compactMap(\.resolved).map(\.principal) == [nil, sessions[0], nil, sessions[1]])
        #expect(changes == ["keys"])
    }

    @Test("A preflight is run again when it is wished for, and once for wishes that come while one runs")
    func preflightAgain() async throws {
        let events = EventHub()
        let probe = EventProbe(events)
        let runs = Mutex(0)
        let wishes = PreflightWishes()
        let none = CredentialError(.exhausted, source: "chain", message: "nothing is set", remedy: "set it")
        let probes = PreflightProbes(
            configuration: { () throws(PreflightFailure) in
                let isFirst = runs.withLock { runs in
                    runs += 1
                    return runs == 1
                }
                if isFirst { for _ in 0..<3 { wishes.add(minting: false) } }
                throw PreflightFailure("nothing is right", remedy: nil)
            },
            region: { "x" }, endpoint: { () throws(PreflightFailure) in throw PreflightFailure("no", remedy: nil) },
            credentials: { () throws(CredentialError) in throw none },
            identity: { () throws(STSError) in throw .credentials(none) }, federation: { .notAsked("test") },
            mint: { (_) throws(MintFailure) in throw MintFailure(kind: .denied, code: "x", message: "") },
            transport: WhoIs([:]))
        let service = PreflightService(
            probes: probes, request: PreflightRequest(audiences: nil), utcOffset: 0, events: events, wishes: wishes)
        let running = Task { try await service.run() }
        defer { running.cancel() }
        var complete = 0
        while complete < 2, let event = await probe.next() {
            if case .preflightProgressed(let report) = event, report.isComplete { complete += 1 }
        }
        #expect(complete == 2)
        #expect(runs.withLock { $0 } == 2)
    }

    @Test("A wish for a token is not taken back by one for less, and is met once")
    func wishes() {
        let wishes = PreflightWishes()
        wishes.add(minting: true)
        wishes.add(minting: false)
        let taken = [wishes.take(), wishes.take()]
        #expect(taken == [true, false])
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increase() { count.withLock { $0 += 1 } }
}

/// Gives out other keys each time it is asked, and the last of them for ever.
private final class KeysInTurn: CredentialProvider {
    let name = "test"
    private let left: Mutex<[AWSCredentials]>

    init(_ keys: [AWSCredentials]) { left = Mutex(keys) }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        let next = left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
        guard let next else {
            throw CredentialError(.exhausted, source: "test", message: "there are none", remedy: "give some")
        }
        return next
    }
}

/// An STS that only knows whose keys are whose.
private struct WhoIs: HTTPTransport {
    let arns: [String: String]

    init(_ arns: [String: String]) { self.arns = arns }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let signature = request.head.headerFields[.authorization] ?? ""
        guard let arn = arns.first(where: { signature.contains("Credential=\($0.key)/") })?.value else {
            throw .timeout
        }
        let answer = """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
            <Arn>\(arn)</Arn><UserId>AIDA</UserId><Account>1</Account></GetCallerIdentityResult>\
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>
            """
        return TransportResponse(head: HTTPResponse(status: .ok), body: Array(answer.utf8))
    }
}
