package import ProxyCore

/// The NDJSON form of the event stream: one object a line, `time` and `type` first. Names are fixed in `docs/events.md`.
package enum EventJSON {
    /// The line of an event, without its line feed.
    ///
    /// - Parameter detailed: whether everything is told that a screen shows, as a recording wants it. ``EventReader`` makes
    ///   the same event of it again.
    package static func line(_ event: ProxyEvent, detailed: Bool = false) -> String {
        object(event, detailed: detailed).text
    }

    /// Adds the line of an event, and its line feed, to others.
    ///
    /// - Parameter isMarked: whether it is written while something goes wrong on purpose.
    package static func add(
        _ event: ProxyEvent, detailed: Bool = false, isMarked: Bool = false, to lines: inout [UInt8]
    ) {
        var object = object(event, detailed: detailed)
        if isMarked { object.addMark() }
        object.end(after: &lines)
    }

    private static func object(_ event: ProxyEvent, detailed: Bool) -> JSONLine {
        var object = JSONLine(time: event.time, type: event.name)
        switch event {
        case .listening(let listening): add(listening, to: &object)
        case .tls(let notice): add(notice.happening, to: &object)
        case .flowStarted(let start): add(start, to: &object)
        case .flowProgressed(let end), .flowCompleted(let end), .flowFailed(let end):
            add(end, to: &object, detailed: detailed)
        case .tokenFetching(let fetching):
            add(fetching.audiences, fetching.handle.description, to: &object)
            object.add("reason", .string(fetching.reason.rawValue))
            object.add("attempt", .integer(Int64(fetching.attempt)))
            object.add("flow", fetching.flow)
        case .tokenRetrying(let event):
            add(event.audiences, event.handle.description, to: &object)
            object.add("try", .integer(Int64(event.retry.attempt)))
            object.add("error", .string(event.retry.code))
            object.add("duration", event.retry.took, exactly: detailed)
            object.add("wait", event.retry.wait, exactly: detailed)
        case .tokenMinted(let minted), .tokenRefreshed(let minted): add(minted, to: &object, detailed: detailed)
        case .tokenFailed(let failed): add(failed, to: &object, detailed: detailed)
        case .tokenEvicted(let evicted):
            add(evicted.audiences, evicted.token?.description ?? evicted.handle.description, to: &object)
            object.add("reason", .string(evicted.reason.rawValue))
        case .tokenExpired(let expired):
            add(expired.audiences, expired.token.description, to: &object)
            object.add("uses", .integer(Int64(expired.uses)))
        case .tokenRestored(let restored):
            add(restored.audiences, restored.token.description, to: &object)
            object.add("instead_of", restored.instead?.description)
            object.add("refresh", restored.refreshAt)
        case .tokenVerified(let check): add(check, to: &object, detailed: detailed)
        case .bisectProgressed(let report): add(report, to: &object)
        case .replayRefused(let refused): add(refused, to: &object)
        case .mintingSwitched: break
        case .audienceChanged(let change):
            object.add("host", .string(change.host))
            object.add("audience", change.audiences)
        case .fault(let notice): add(notice.happening, to: &object)
        case .credentialsResolved(let resolved): add(resolved, to: &object)
        case .credentialsFailed(let failed): add(failed, to: &object)
        case .principalChanged(let change):
            object.add("former", .string(change.former))
            object.add("principal", .string(change.principal))
        case .clockMeasured(let clock):
            object.add("offset", clock.offset, exactly: detailed)
            object.add("corrected", .bool(clock.isCorrected))
            if detailed { object.add("alarming", .bool(clock.isAlarming)) }
        case .preflightProgressed(let report): add(report, to: &object)
        }
        return object
    }

    /// The line that tells of flows which nobody was told of, because no reader wanted them all.
    package static func skipped(_ count: Int, at time: WallTime) -> String {
        var object = JSONLine(time: time, type: "skipped")
        object.add("count", .integer(Int64(count)))
        return object.text
    }

    /// The line that tells of events which this reader missed.
    package static func dropped(_ count: Int, at time: WallTime, isMarked: Bool = false) -> String {
        var object = JSONLine(time: time, type: "dropped")
        object.add("count", .integer(Int64(count)))
        if isMarked { object.addMark() }
        return object.text
    }

    private static func add(_ happening: TLSNotice.Happening, to object: inout JSONLine) {
        switch happening {
        case .certificateChanged(let end): object.add("expires", end)
        case .certificateKept(let reason), .certificateInvalid(let reason), .handshakeFailed(let reason):
            object.add("error", .string(reason))
        }
    }

    private static func add(_ start: FlowStart, to object: inout JSONLine) {
        object.add("flow", start.id)
        object.add("method", start.method)
        object.add("host", start.host)
        object.add("path", start.path)
        object.add("audience", start.audiences)
        add(start.replay, to: &object)
    }

    private static func add(_ end: FlowEnd, to object: inout JSONLine, detailed: Bool) {
        add(end.start, to: &object)
        object.add("status", end.status.map { Int64($0) })
        object.add("grpc_status", end.grpcStatus.map { Int64($0) })
        object.add("token", end.tokenEventName)
        object.add("handle", (end.token?.id ?? end.heldToken)?.description)
        object.add("print", end.token?.print)
        object.add("left", end.token?.lifeLeft, exactly: detailed)
        object.add("minted_for", end.mintedFor)
        object.add("settled", end.settled, exactly: detailed)
        object.add("fault", end.fault?.description)
        object.add("durations", end.durations, exactly: detailed)
        object.add("bytes", request: end.requestBytes, response: end.responseBytes)
        object.add("reused", .bool(end.reusedConnection))
        if end.hasOtherVersion {
            object.add("client_version", end.clientVersion)
            object.add("upstream_version", end.upstreamVersion)
        }
        object.add("error", end.error?.code.rawValue)
        object.add("detail", end.error?.detail)
        object.add("refusal", end.error?.refusalCode)
        object.add("back_off", end.error?.backOff, exactly: detailed)
        if detailed { addDetails(of: end, to: &object) }
    }

    private static func add(_ minted: TokenMinted, to object: inout JSONLine, detailed: Bool) {
        add(minted.facts.audiences, minted.facts.id.description, to: &object)
        object.add("kid", minted.facts.keyID)
        object.add("expires", minted.facts.expiresAt)
        object.add("print", minted.facts.print)
        object.add("algorithm", minted.facts.algorithm)
        object.add("reason", .string(minted.reason.rawValue))
        object.add("refresh", minted.refreshAt)
        object.add("duration", minted.took, exactly: detailed)
        object.add("waiters", .integer(Int64(minted.waiters)))
        add(waiting: minted.waiting, to: &object)
        object.add("flow", minted.flow)
        object.add("request_id", minted.requestID)
        object.add("capped", minted.cap?.json)
        object.add("serves", minted.servesFrom)
        object.add("fault", minted.fault?.description)
        guard detailed else { return }
        object.add("issued", minted.facts.issuedAt)
        object.add("sha256", minted.facts.digest)
        object.add("length", .integer(Int64(minted.facts.length)))
        object.add("header", minted.facts.header)
        object.add("claims", minted.facts.claims)
    }

    private static func add(_ failed: TokenFailed, to object: inout JSONLine, detailed: Bool) {
        add(failed.audiences, failed.handle.description, to: &object)
        object.add("reason", .string(failed.reason.rawValue))
        object.add("attempt", .integer(Int64(failed.attempt)))
        object.add("error", .string(failed.failure.code))
        object.add("detail", .string(failed.failure.message))
        object.add("remedy", failed.failure.remedy)
        object.add("kind", .string(failed.failure.kind.rawValue))
        object.add("retry", failed.retryAt)
        object.add("duration", failed.took, exactly: detailed)
        object.add("waiters", .integer(Int64(failed.waiters)))
        add(waiting: failed.waiting, to: &object)
        object.add("flow", failed.flow)
        object.add("serving", failed.stillServing?.description)
        object.add("request_id", failed.failure.requestID)
        object.add("fault", failed.failure.fault?.description)
    }

    private static func add(waiting: [FlowID], to object: inout JSONLine) {
        guard !waiting.isEmpty else { return }
        object.add("waiting", .array(waiting.map { .integer(Int64(clamping: $0.number)) }))
    }

    private static func add(_ audiences: AudienceSet, _ handle: String, to object: inout JSONLine) {
        object.add("audience", audiences)
        object.add("handle", .string(handle))
    }
}

extension ProxyEvent {
    /// The event's `type`.
    package var name: String {
        switch self {
        case .listening: "listening"
        case .tls(let notice):
            switch notice.happening {
            case .certificateChanged: "certificate.changed"
            case .certificateKept: "certificate.failed"
            case .certificateInvalid: "certificate.invalid"
            case .handshakeFailed: "handshake.failed"
            }
        case .flowStarted: "flow.started"
        case .flowProgressed: "flow.progressed"
        case .flowCompleted: "flow.completed"
        case .flowFailed: "flow.failed"
        case .tokenFetching: "token.fetching"
        case .tokenRetrying: "token.retrying"
        case .tokenMinted: "token.minted"
        case .tokenRefreshed: "token.refreshed"
        case .tokenFailed: "token.failed"
        case .tokenEvicted: "token.evicted"
        case .tokenExpired: "token.expired"
        case .tokenRestored: "token.restored"
        case .tokenVerified: "token.verified"
        case .bisectProgressed(let report): report.isOver ? "bisect.completed" : "bisect.progressed"
        case .replayRefused: "replay.refused"
        case .mintingSwitched(let event): event.isOn ? "minting.on" : "minting.off"
        case .audienceChanged: "audience.changed"
        case .fault(let notice): notice.happening.name
        case .credentialsResolved: "credentials.resolved"
        case .credentialsFailed: "credentials.failed"
        case .principalChanged: "credentials.principal_changed"
        case .clockMeasured: "clock.measured"
        case .preflightProgressed: "preflight.progressed"
        }
    }
}
