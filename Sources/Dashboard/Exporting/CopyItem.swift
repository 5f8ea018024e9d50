import Exports
import ProxyCore

/// An entry of the copy menu.
struct CopyItem: Sendable {
    /// What choosing it does.
    enum Outcome: Sendable {
        case clip(Clip)
        case menu(Menu)
        case action(Action)
    }

    let key: Character
    /// Its name in the palette.
    let name: String
    let text: String
    /// nil where there is nothing of the kind.
    let make: @Sendable (Dashboard) -> Outcome?

    init(_ key: Character, _ name: String, _ text: String, _ make: @escaping @Sendable (Dashboard) -> Outcome?) {
        self.key = key
        self.name = name
        self.text = text
        self.make = make
    }

    static let all = [
        CopyItem("u", "url", "URL") { $0.urlClip.map { .clip($0) } },
        CopyItem("c", "curl", "curl through jotop (no secret)") { $0.curlClip.map { .clip($0) } },
        CopyItem("h", "headers", "headers, redacted") { $0.headersClip.map { .clip($0) } },
        CopyItem("e", "evidence", "evidence card (no secret found)") { $0.evidenceClip.map { .clip($0) } },
        CopyItem("k", "claims", "claims as JSON") { $0.claimsClip.map { .clip($0) } },
        CopyItem("1", "claim", "one claim...") { dashboard in
            dashboard.selectedClaimClip.map { .clip($0) } ?? (dashboard.claimClips.isEmpty ? nil : .menu(.claims))
        },
        CopyItem("p", "print", "token print") { $0.printClip.map { .clip($0) } },
        CopyItem("t", "text", "the text on screen") { $0.textClip.map { .clip($0) } },
        CopyItem("Y", "token", "full token (asks, clears itself)") { dashboard in
            dashboard.configuration.isReadOnly || dashboard.tokenInUse == nil ? nil : .action(.copyToken)
        },
    ]
}

extension Dashboard {
    fileprivate var urlClip: Clip? {
        guard let flow = flowInHand, let proxy = proxyAddress else { return nil }
        let url = proxy.url(of: flow.start, veil)
        let isChanged = hideLevel > 0 && url != proxy.url(of: flow.start, Veil(level: 0, aliases: shown.aliases))
        return Clip("URL of \(flow.id)", url, caveats: isChanged ? ["hide level \(hideLevel) changed it"] : [])
    }

    /// Of the selected flow; where there is none yet, the line that the empty screen proposes.
    fileprivate var curlClip: Clip? {
        guard view == .flows, let proxy = proxyAddress else { return nil }
        guard let flow = flowInHand else { return firstRequestClip }
        let command = CurlCommand(exported(flow), through: proxy, veil)
        return Clip("curl of \(flow.id)", command.text, caveats: command.caveats)
    }

    /// The line that the empty screen proposes.
    var firstRequestClip: Clip? { UpstreamRules(self).curl.map { Clip("a first request", $0) } }

    fileprivate var headersClip: Clip? {
        guard let flow = flowInHand, flow.known?.request != nil || flow.known?.response != nil else { return nil }
        return Clip("headers of \(flow.id)", HeaderText.text(exported(flow), veil))
    }

    fileprivate var claimsClip: Clip? {
        tokenInHand.map { Clip("claims of \($0.id)", ClaimsJSON.text($0.facts, veil)) }
    }

    fileprivate var printClip: Clip? {
        tokenInHand.map { Clip("print of \($0.id)", "\($0.facts.print)") }
    }

    /// The whole text of the pane, or the frame's rows.
    fileprivate var textClip: Clip? { Clip("text", plainText) }

    /// The claim that the cursor is on.
    var selectedClaimClip: Clip? {
        selectedClaim.map {
            Clip("claim \($0.label) of \($0.token)", ClaimsJSON.text(of: $0.value, named: $0.label, veil))
        }
    }

    /// Each claim of the token by itself, AWS's own below theirs.
    var claimClips: [Clip] {
        guard let facts = tokenInHand?.facts, case .object(let members) = facts.claims else { return [] }
        let order = ["aud", "sub", "iss", "iat", "exp", "jti"]
        let names = order.filter { members[$0] != nil } + members.keys.filter { !order.contains($0) }.sorted()
        return names.compactMap { name in
            members[name].map {
                Clip("claim \(name) of \(facts.id)", ClaimsJSON.text(of: $0, named: name, veil))
            }
        }
    }
}
