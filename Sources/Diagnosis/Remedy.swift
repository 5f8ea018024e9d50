/// Something to try.
///
/// One source for all readers: a dashboard names the key of ``action``, or ``line``; where there is none, the setting and the command of
/// ``RemedyAction/command`` are named instead.
package struct Remedy: Sendable, Hashable {
    /// What jotop can do about it by itself; nil where only a setting, or a person, can.
    package let action: RemedyAction?
    /// What to do, as an order without a full stop.
    package let text: EvidenceText
    /// The dashboard's command line that does it: `:fault off`.
    package let line: String?
    /// The setting that does the same for every run: `--token-audience VALUE`.
    package let setting: String?

    package init(_ action: RemedyAction? = nil, _ text: EvidenceText, line: String? = nil, setting: String? = nil) {
        self.action = action
        self.text = text
        self.line = line
        self.setting = setting
    }
}

/// An action that a front end may offer, by the name it has in the key table and the palette: which key does it is data.
package enum RemedyAction: String, Sendable, Hashable, CaseIterable {
    /// Set the audience for a host, for this session.
    case audience = "set-audience"
    case bisect, refresh, replay, verify, preflight
    /// Look at the request as it was sent: the tab after Why.
    case nextTab = "next-tab"
    /// Copy the evidence card.
    case evidence = "copy-evidence"
    /// Export an IAM statement from the observed traffic.
    case policy = "export-policy"
    /// Export the trust configuration for the upstream.
    case trust = "export-trust"
    /// Switch token minting on again.
    case minting = "toggle-minting"
}
