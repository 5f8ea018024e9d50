import ProxyCore

/// A flow as one JSON object, its members named as in `docs/events.md`.
struct FlowJSON {
    let flow: ExportedFlow
    let veil: any Concealment

    var value: JSONValue {
        var members = begun
        if let end = flow.end { members.merge(ended(end)) { $1 } }
        members["cause"] = flow.cause.map { .string(veil.text($0)) }
        members["inbound_auth"] = inboundAuth.map { .string($0) }
        members["www_auth"] = flow.challenge.map { challenge($0) }
        members["date_skew"] = flow.dateSkew.map { .integer($0.wholeMilliseconds) }
        return .object(members)
    }

    private var begun: [String: JSONValue] {
        let start = flow.start
        var members: [String: JSONValue] = [
            "flow": .integer(Int64(start.id.number)), "method": .string(start.method),
            "path": .string(veil.path(start.path)),
        ]
        members["host"] = start.host.map { .string(veil.host($0)) }
        members["audience"] = start.audiences.map { audience($0) }
        members["replay_of"] = start.replay.map { .integer(Int64(clamping: $0.original.number)) }
        members["replay_step"] = start.replay?.step.map { .string($0.rawValue) }
        members["time"] = .string((flow.isOver ? flow.end?.time ?? start.time : start.time).rfc3339)
        let isFailure = flow.end?.error != nil
        members["type"] = .string(flow.isOver ? isFailure ? "flow.failed" : "flow.completed" : "flow.started")
        return members
    }

    private func ended(_ end: FlowEnd) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "token": .string(end.tokenEventName), "durations": end.durations.json,
            "reused": .bool(end.reusedConnection),
            "bytes": .object([
                "request": .integer(Int64(end.requestBytes)), "response": .integer(Int64(end.responseBytes)),
            ]),
        ]
        members["status"] = end.status.map { .integer(Int64($0)) }
        members["grpc_status"] = end.grpcStatus.map { .integer(Int64($0)) }
        members["handle"] = (end.token?.id ?? end.heldToken).map { .string($0.description) }
        members["print"] = end.token.map { .string($0.print) }
        members["left"] = end.token.map { .integer($0.lifeLeft.wholeMilliseconds) }
        members["fault"] = end.fault.map { .string(veil.foreign($0.description)) }
        members["minted_for"] = end.mintedFor.map { .integer(Int64($0.number)) }
        members["settled"] = end.settled.map { .integer($0.wholeMilliseconds) }
        if end.hasOtherVersion {
            members["client_version"] = end.clientVersion.map { .string($0) }
            members["upstream_version"] = end.upstreamVersion.map { .string($0) }
        }
        members["refusal"] = end.error?.refusalCode.map { .string(veil.text($0)) }
        members["back_off"] = end.error?.backOff.map { .integer($0.wholeMilliseconds) }
        members["error"] = end.error.map { .string($0.code.rawValue) }
        members["detail"] = end.error.map { .string(veil.text($0.detail)) }
        return members
    }

    /// What became of the client's own `Authorization`: it had none, or one that gave way, or one that was left as it was.
    private var inboundAuth: String? {
        let fields = flow.end?.request?.fields ?? []
        switch fields.first(where: { $0.name.lowercased() == "authorization" })?.change {
        case .added: return "none"
        case .replaced, .removed: return "replaced"
        case .kept: return "kept"
        case nil: return nil
        }
    }

    private func challenge(_ challenge: ExportedFlow.Challenge) -> JSONValue {
        var members: [String: JSONValue] = ["scheme": .string(veil.foreign(challenge.scheme))]
        members["error"] = challenge.error.map { .string(veil.foreign($0)) }
        members["description"] = challenge.description.map { .string(veil.foreign($0)) }
        return .object(members)
    }

    private func audience(_ set: AudienceSet) -> JSONValue {
        let values = veil.audiences(set.values).map { JSONValue.string($0) }
        return values.count == 1 ? values[0] : .array(values)
    }
}

extension FlowDurations {
    fileprivate var json: JSONValue {
        let parts = [
            ("accept", accept), ("token", token), ("connect", connect), ("send", send), ("wait", wait),
            ("receive", receive), ("total", total),
        ]
        var members: [String: JSONValue] = [:]
        for case (let name, let duration?) in parts { members[name] = .number(duration.milliseconds) }
        return .object(members)
    }
}

extension Duration {
    /// Rounded to microseconds.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1000
    }

    var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
