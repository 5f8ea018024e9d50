import ProxyCore

/// The heads of a request and of its answer as text, credentials described instead of quoted.
package enum HeaderText {
    /// What went upstream, and what came back: `< ` and `> ` before each line as curl has them.
    package static func text(_ flow: ExportedFlow, _ veil: some Concealment) -> String {
        var lines = ["# \(flow.start.id) \(flow.start.time.rfc3339), jotop, hide level \(veil.level)"]
        if let fault = flow.end?.fault { lines.append("# faulted on purpose: \(veil.foreign(fault.description))") }
        if let request = flow.end?.request {
            let sent = request.fields.filter { $0.change != .removed }
            lines.append("> \(flow.start.method) \(veil.path(flow.start.path)) HTTP/1.1")
            lines += sent.map { "> \($0.name): \(veil.foreign($0.value))" }
        }
        if let response = flow.end?.response {
            lines += ["", "< HTTP/1.1 \(veil.foreign(response.startLine))"]
            lines += response.fields.map { "< \($0.name): \(veil.foreign($0.value))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
