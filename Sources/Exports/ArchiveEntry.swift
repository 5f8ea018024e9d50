import ProxyCore

/// One flow of an archive.
struct ArchiveEntry {
    let flow: ExportedFlow
    let end: FlowEnd
    let proxy: ProxyAddress
    let veil: any Concealment

    var value: JSONValue {
        let timings = ArchiveTimings(end.durations)
        var members: [String: JSONValue] = [
            "startedDateTime": .string(flow.start.time.rfc3339), "time": .number(timings.total), "request": request,
            "response": response, "cache": .object([:]), "timings": timings.value, "_jotop": own,
        ]
        members["comment"] = fault.map { .string("faulted on purpose: \($0)") }
        return .object(members)
    }

    private var fault: String? { end.fault.map { veil.foreign($0.description) } }

    /// What was spoken to the upstream, whose messages these are; to the client where none was asked.
    private var version: String { end.upstreamVersion ?? end.clientVersion ?? "HTTP/1.1" }

    private var request: JSONValue {
        let url = proxy.url(of: flow.start, veil)
        return .object([
            "method": .string(flow.start.method), "url": .string(url), "httpVersion": .string(version),
            "cookies": .array([]), "headers": headers((end.request?.fields ?? []).filter { $0.change != .removed }),
            "queryString": .array(Self.query(of: url)), "headersSize": .integer(-1),
            "bodySize": .integer(Int64(end.requestBytes)),
        ])
    }

    private var response: JSONValue {
        let fields = end.response?.fields ?? []
        let reason = end.response.map { String($0.startLine.drop { $0 != " " }.dropFirst()) } ?? ""
        return .object([
            "status": .integer(Int64(end.status ?? 0)), "statusText": .string(veil.foreign(reason)),
            "httpVersion": .string(version), "cookies": .array([]), "headers": headers(fields),
            "content": content(fields), "redirectURL": .string(Self.first("location", of: fields, veil) ?? ""),
            "headersSize": .integer(-1), "bodySize": .integer(Int64(end.responseBytes)),
        ])
    }

    private func headers(_ fields: [CapturedField]) -> JSONValue {
        .array(fields.map { .object(["name": .string($0.name), "value": .string(veil.foreign($0.value))]) })
    }

    /// Of bodies only the beginning is kept, and only where they tell of a problem.
    private func content(_ fields: [CapturedField]) -> JSONValue {
        var members: [String: JSONValue] = [
            "size": .integer(Int64(end.responseBytes)),
            "mimeType": .string(Self.first("content-type", of: fields, veil) ?? ""),
        ]
        if let bytes = end.response?.bodyPrefix, !bytes.isEmpty {
            members["text"] = .string(veil.foreign(String(decoding: bytes, as: UTF8.self)))
            if bytes.count < end.responseBytes { members["comment"] = .string("the first \(bytes.count) bytes") }
        }
        return .object(members)
    }

    private var own: JSONValue {
        var members: [String: JSONValue] = [
            "flow": .integer(Int64(flow.start.id.number)), "hideLevel": .integer(Int64(veil.level)),
            "source": .string(end.use.rawValue),
        ]
        members["handle"] = (end.token?.id ?? end.heldToken).map { .string($0.description) }
        members["print"] = end.token.map { .string($0.print) }
        members["audience"] = flow.start.audiences.map { set in
            .array(veil.audiences(set.values).map { .string($0) })
        }
        members["leftWhenSent"] = end.token.map { .number($0.lifeLeft.milliseconds) }
        members["tokenMs"] = end.durations.token.map { .number($0.milliseconds) }
        members["fault"] = fault.map { .string($0) }
        members["replayOf"] = flow.start.replay.map { .integer(Int64(clamping: $0.original.number)) }
        members["replayStep"] = flow.start.replay?.step.map { .string($0.rawValue) }
        members["cause"] = flow.cause.map { .string(veil.text($0)) }
        members["error"] = end.error.map { .string($0.code.rawValue) }
        return .object(members)
    }

    private static func first(_ name: String, of fields: [CapturedField], _ veil: any Concealment) -> String? {
        fields.first { $0.name.lowercased() == name }.map { veil.foreign($0.value) }
    }

    /// Names and values as they stand in the URL, still encoded.
    private static func query(of url: String) -> [JSONValue] {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        return url[url.index(after: mark)...].split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? String(parts[1]) : ""
            return .object(["name": .string(String(parts[0])), "value": .string(value)])
        }
    }
}
