import ProxyCore

/// The rows of the events list as a file.
extension Dashboard {
    var hasListedEvents: Bool { !keys(of: .events).isEmpty }

    /// The listed events as NDJSON: a line that tells what this is, then a line a row, in its words.
    var eventsDraft: ExportItem.Draft? {
        let keys = keys(of: .events)
        let rows = (0..<keys.count).compactMap { shown.events[keys[$0]] }
        guard !rows.isEmpty else { return nil }
        let head = JSONValue.object([
            "time": .string(now.rfc3339), "type": .string("export"), "hide": .integer(Int64(hideLevel)),
            "events": .integer(Int64(rows.count)),
        ])
        let lines = [head] + rows.map { line($0, scene) }
        return ExportItem.Draft(
            name: "NDJSON of \(rows.count.counted("event"))", fileExtension: "ndjson",
            contents: lines.map { $0.description + "\n" }.joined())
    }

    private func line(_ event: EventRow, _ scene: Scene) -> JSONValue {
        var members: [String: JSONValue] = [
            "time": .string(event.time.rfc3339), "kind": .string(event.kind.rawValue), "what": .string(event.what),
            "problem": .bool(event.isProblem), "words": .string(EventWords(event, scene, isWide: true).detail),
        ]
        members["handle"] = event.token.map { .string($0) }
        members["flow"] = event.flow.map { .integer(Int64(clamping: $0.number)) }
        if event.count > 1 {
            members["count"] = .integer(Int64(event.count))
            members["last"] = .string(event.lastTime.rfc3339)
        }
        return .object(members)
    }
}
