import Dashboard
import ProxyCore

/// What a new row can be: each draws something else in other roles.
enum RowKind: String, CaseIterable {
    case hit, minted, waited, notModified, shortLived, notAsked
    case refused, missing, unavailable, broken, failedMint
    case running, replayed, faulted, wide
}

/// Requests of each kind, as the proxy tells of them.
struct RowMaker {
    static let start = WallTime(seconds: 1_795_271_528)
    private static let hosts = ["api.example.com", "billing.example.net", "lake.example.org"]
    private static let methods = ["GET", "POST", "PUT", "DELETE"]

    private(set) var number = 0
    var now: WallTime { Self.start.advanced(by: .milliseconds(Int64(number) * 700)) }

    /// What is there before the first request.
    static var beginning: [ProxyEvent] {
        [.listening(Listening(time: start, address: "127.0.0.1:8080", upstream: "X-Upstream-Host"))]
            + (0..<hosts.count).map { mint($0, generation: 1, at: start) }
    }

    private static func mint(_ host: Int, generation: Int, at time: WallTime) -> ProxyEvent {
        let facts = TokenFacts(
            id: TokenID(handle: TokenHandle(index: host), generation: generation),
            audiences: AudienceSet("https://\(hosts[host])"), print: "a1b2c3", length: 1214, issuedAt: time,
            expiresAt: time.advanced(by: .seconds(3600)), header: .object([:]), claims: .object([:]))
        let minted = TokenMinted(
            time: time, facts: facts, reason: generation == 1 ? .first : .due,
            refreshAt: time.advanced(by: .seconds(3300)), took: .milliseconds(398), waiters: 1, flow: nil,
            requestID: nil)
        return generation == 1 ? .tokenMinted(minted) : .tokenRefreshed(minted)
    }

    /// The events of one request more. `isMixed`: its method and its upstream are not those of the one before.
    mutating func next(_ kind: RowKind, isMixed: Bool) -> [ProxyEvent] {
        number += 1
        let host = isMixed ? number % Self.hosts.count : 0
        let path =
            kind == .wide
            ? "/v1/\(String(repeating: "\u{6771}\u{4EAC}", count: 8))/\(number)"
            : "/v1/items/\(number * 7919 % 100_000)?page=\(number % 50)"
        let start = FlowStart(
            id: FlowID(UInt64(number)), time: now, method: isMixed ? Self.methods[number % 4] : "GET",
            host: Self.hosts[host], path: path, audiences: AudienceSet("https://\(Self.hosts[host])"),
            replay: kind == .replayed ? FlowReplay(of: FlowID(1), step: .asSent) : nil)
        guard kind != .running else { return [.flowStarted(start)] }
        var end = FlowEnd(start: start, time: now.advanced(by: .milliseconds(Int64(20 + number * 37 % 700))))
        end.token = SentToken(
            id: TokenID(handle: TokenHandle(index: host), generation: 1), print: "a1b2c3", length: 1214,
            lifeLeft: kind == .shortLived ? .seconds(200 - number % 60) : .seconds(3600 - number), age: .seconds(number)
        )
        end.durations.total = start.time.duration(to: end.time)
        end.durations.wait = end.durations.total
        describe(kind, in: &end)
        let isFailure = end.error != nil
        let mints = kind == .failedMint ? [] : kind == .minted ? [Self.mint(host, generation: number, at: now)] : []
        return [.flowStarted(start)] + mints + [isFailure ? .flowFailed(end) : .flowCompleted(end)]
    }

    private func describe(_ kind: RowKind, in end: inout FlowEnd) {
        (end.status, end.use) = (200, .hit)
        switch kind {
        case .hit, .shortLived, .wide, .replayed, .running: break
        case .minted: end.use = .minted
        case .waited: end.use = .waited
        case .notModified: end.status = 304
        case .notAsked: (end.use, end.token) = (.notAsked, nil)
        case .refused:
            end.status = 401
            end.response = MessageCapture(
                startLine: "401 Unauthorized",
                fields: [
                    CapturedField(
                        name: "WWW-Authenticate",
                        value: #"Bearer error="invalid_token", error_description="aud not accepted""#)
                ])
        case .missing: end.status = 404
        case .unavailable: end.status = 503
        case .broken:
            (end.status, end.error) = (nil, ProxyError(.upstreamUnavailable, "connection reset"))
        case .failedMint:
            (end.status, end.use, end.token) = (502, .failed, nil)
            end.error = ProxyError(.tokenUnavailable, "STS refused")
        case .faulted: (end.status, end.fault) = (401, .expired)
        }
    }
}
