import Exports
import ProxyCore

/// An entry of the export menu.
struct ExportItem: Sendable {
    let key: Character
    /// Its name in the palette.
    let name: String
    let text: String
    let fileExtension: String
    /// nil while there is no proxy to tell of.
    let make: @Sendable (Dashboard, [ExportedFlow]) -> String?

    init(
        _ key: Character, _ name: String, _ text: String, _ fileExtension: String,
        _ make: @escaping @Sendable (Dashboard, [ExportedFlow]) -> String?
    ) {
        self.key = key
        self.name = name
        self.text = text
        self.fileExtension = fileExtension
        self.make = make
    }

    static let all = [
        ExportItem("h", "har", "HAR, redacted", "har") { dashboard, flows in
            dashboard.proxyAddress.map {
                HTTPArchive.text(
                    flows, through: $0, at: dashboard.now, version: dashboard.configuration.version, dashboard.veil)
            }
        },
        ExportItem("n", "ndjson", "NDJSON", "ndjson") { dashboard, flows in
            FlowLines.text(flows, at: dashboard.now, dashboard.veil)
        },
        ExportItem("c", "curl", "curl script", "sh") { dashboard, flows in
            dashboard.proxyAddress.map { CurlScript.text(flows, through: $0, at: dashboard.now, dashboard.veil) }
        },
    ]
}
