package import ProxyCore

/// Flows as NDJSON: a line that tells what this is, then a line each, with the members of the event stream.
package enum FlowLines {
    package static func text(_ flows: [ExportedFlow], at time: WallTime, _ veil: some Concealment) -> String {
        let head = JSONValue.object([
            "time": .string(time.rfc3339), "type": .string("export"), "hide": .integer(Int64(veil.level)),
            "flows": .integer(Int64(flows.count)),
        ])
        return ([head] + flows.map { FlowJSON(flow: $0, veil: veil).value }).map { $0.description + "\n" }.joined()
    }
}
