import Exports
import ProxyCore
import TrustConfiguration

/// An entry of the export menu.
struct ExportItem: Sendable {
    /// What choosing it does.
    enum Outcome: Sendable {
        case file(Draft)
        case menu(Menu)
    }

    /// A file that has no name yet.
    struct Draft: Sendable {
        /// Said of what the hide level has altered, and what therefore may not do what it is meant for.
        static let isChanged = "values hidden, which will not work (:hide 0)"

        /// What it is, for the message afterwards.
        let name: String
        let fileExtension: String
        let contents: String
        /// What its reader has to know of it: each in a few words.
        var caveats: [String] = []
    }

    let key: Character
    /// Its name in the palette.
    let name: String
    let text: String
    /// Whether there is anything of the kind: found out at each frame of the menu, so without making it.
    let isThere: @Sendable (Dashboard) -> Bool
    /// nil where there is nothing of the kind.
    let make: @Sendable (Dashboard) -> Outcome?

    init(
        _ key: Character, _ name: String, _ text: String, isThere: @escaping @Sendable (Dashboard) -> Bool,
        _ make: @escaping @Sendable (Dashboard) -> Outcome?
    ) {
        self.key = key
        self.name = name
        self.text = text
        self.isThere = isThere
        self.make = make
    }

    static let all = [
        ofFlows("h", "har", "HAR, redacted", "har") { dashboard, flows in
            dashboard.proxyAddress.map {
                HTTPArchive.text(
                    flows.map(dashboard.exported), through: $0, at: dashboard.now,
                    version: dashboard.configuration.version, dashboard.veil)
            }
        },
        ofFlows("n", "ndjson", "NDJSON", "ndjson", notIn: .events) { dashboard, flows in
            FlowLines.text(flows.map(dashboard.exported), at: dashboard.now, dashboard.veil)
        },
        ExportItem("n", "events", "the events as NDJSON", isThere: { $0.view == .events && $0.hasListedEvents }) {
            $0.eventsDraft.map { .file($0) }
        },
        ofFlows("c", "curl", "curl script", "sh") { dashboard, flows in
            dashboard.proxyAddress.map {
                CurlScript.text(flows.map(dashboard.exported), through: $0, at: dashboard.now, dashboard.veil)
            }
        },
        ofFlows("e", "evidence", "evidence cards", "txt") { dashboard, flows in
            flows.compactMap(dashboard.evidenceCard).joined(separator: "\n")
        },
        ExportItem("p", "policy", "IAM policy of this traffic", isThere: { $0.hasObservedAudiences }) {
            $0.policyDraft.map { .file($0) }
        },
        ExportItem("t", "trust", "trust configuration...", isThere: { $0.hasObservedTokens }) {
            $0.hasObservedTokens ? .menu(.trust) : nil
        },
    ]

    /// The formats of trust configurations, which have a menu of their own.
    static let trust = TrustFormat.allCases.map { format in
        ExportItem(format.key, "trust-\(format.rawValue)", format.title, isThere: { $0.hasObservedTokens }) {
            $0.trustDraft(format).map { .file($0) }
        }
    }

    /// What is made of the rows of the list.
    private static func ofFlows(
        _ key: Character, _ name: String, _ text: String, _ fileExtension: String, notIn view: ViewName? = nil,
        _ make: @escaping @Sendable (Dashboard, [FlowRecord]) -> String?
    ) -> ExportItem {
        ExportItem(key, name, text, isThere: { $0.view != view && !$0.flowsToExport.isEmpty }) { dashboard in
            let flows = dashboard.flowsToExport
            guard !flows.isEmpty, let contents = make(dashboard, flows), !contents.isEmpty else { return nil }
            return .file(
                Draft(
                    name: "\(text) of \(flows.count.counted("flow"))", fileExtension: fileExtension, contents: contents)
            )
        }
    }
}
