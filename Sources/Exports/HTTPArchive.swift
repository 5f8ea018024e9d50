package import ProxyCore

/// Flows as an HTTP Archive 1.2 (`http://www.softwareishard.com/blog/har-12-spec/`).
///
/// Only what is over is in it. Credentials are described as everywhere else, and of the token there is the name and the
/// print, in `_jotop`.
package enum HTTPArchive {
    package static func text(
        _ flows: [ExportedFlow], through proxy: ProxyAddress, at time: WallTime, version: String,
        _ veil: some Concealment
    ) -> String {
        let over = flows.filter { $0.isOver && $0.end != nil }
        let left = flows.count - over.count
        let note = "\(time.rfc3339), hide level \(veil.level)" + (left > 0 ? ", without \(left) in flight" : "")
        let entries = over.compactMap { flow in
            flow.end.map { ArchiveEntry(flow: flow, end: $0, proxy: proxy, veil: veil).value }
        }
        let log = JSONValue.object([
            "version": .string("1.2"), "creator": .object(["name": .string("jotop"), "version": .string(version)]),
            "entries": .array(entries), "comment": .string(note),
        ])
        return JSONValue.object(["log": log]).indented() + "\n"
    }
}
