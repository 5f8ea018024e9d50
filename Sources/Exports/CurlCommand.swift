import ProxyCore

/// A request as a curl command that goes through the proxy, and therefore needs no token.
package struct CurlCommand: Sendable {
    /// One line, to be pasted into any POSIX shell.
    package let text: String
    /// What is not the same as in the request, for the reader to know: in words, without an end.
    package let caveats: [String]

    /// Fields that curl writes itself, or that belong to the one connection.
    private static let omitted: Set = [
        "host", "connection", "content-length", "transfer-encoding", "keep-alive", "te", "upgrade", "expect",
        "accept-encoding", "proxy-connection", "authorization", "proxy-authorization",
    ]

    package init(_ flow: ExportedFlow, through proxy: ProxyAddress, _ veil: some Concealment) {
        let start = flow.start
        let path = veil.path(start.path)
        var words = ["curl"] + Self.method(start.method)
        if path.contains("/.") { words.append("--path-as-is") }
        if path.contains(where: { "[]{}".contains($0) }) { words.append("--globoff") }
        if !path.hasPrefix("/") { words += ["--request-target", path] }
        words.append(proxy.origin + (path.hasPrefix("/") ? path : "/"))
        if let name = proxy.hostHeader, let host = start.host { words += ["-H", "\(name): \(veil.host(host))"] }
        let fields = Self.fields(of: flow, except: proxy.hostHeader)
        for field in fields.kept { words += ["-H", Self.header(field.name, veil.foreign(field.value))] }
        text = words.map { ShellWord.quoted($0) }.joined(separator: " ")
        caveats = Self.caveats(flow, redacted: fields.redacted, isConcealed: path != start.path, veil)
    }

    private static func method(_ method: String) -> [String] {
        switch method {
        case "GET": []
        case "HEAD": ["--head"]
        default: ["-X", method]
        }
    }

    /// A field without a value is written with a semicolon, or curl would leave it out.
    private static func header(_ name: String, _ value: String) -> String {
        value.isEmpty ? "\(name);" : "\(name): \(value)"
    }

    /// What the application itself sent and may be sent again, and the names of what was not kept.
    private static func fields(
        of flow: ExportedFlow, except hostHeader: String?
    ) -> (kept: [CapturedField], redacted: [String]) {
        let own = (flow.end?.request?.fields ?? []).filter { field in
            let name = field.name.lowercased()
            return field.change == .kept && !omitted.contains(name) && name != hostHeader?.lowercased()
        }
        return (own.filter { isWhole($0.value) }, own.filter { !isWhole($0.value) }.map(\.name))
    }

    /// Not what was redacted, and nothing that a terminal would obey while it is pasted.
    private static func isWhole(_ value: String) -> Bool {
        !value.contains("<redacted") && !value.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    private static func caveats(
        _ flow: ExportedFlow, redacted: [String], isConcealed: Bool, _ veil: some Concealment
    ) -> [String] {
        var caveats: [String] = []
        if isConcealed || veil.level > 1 { caveats.append("hide level \(veil.level) changed it") }
        if flow.start.path.contains("<redacted") { caveats.append("a parameter is redacted") }
        if !redacted.isEmpty { caveats.append("without \(redacted.joined(separator: ", "))") }
        if let bytes = flow.end?.requestBytes, bytes > 0 { caveats.append("without its body of \(bytes) B") }
        if let fault = flow.end?.fault { caveats.append("faulted on purpose: \(veil.foreign(fault.description))") }
        if flow.start.host == nil { caveats.append("it named no upstream") }
        return caveats
    }
}
