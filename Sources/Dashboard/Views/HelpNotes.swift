import Canvas
import FlowFilter

/// What the help tells besides keys: how rows are filtered, and what the marks and words of the lists mean.
enum HelpNotes {
    struct Group {
        let title: String
        let entries: [HelpEntry]
    }

    static let filters = [Group(title: "Filter", entries: forms + keys + traits + aliases)]

    static let marks = [
        Group(
            title: "Marks",
            entries: [
                HelpEntry(">", "the selected row"), HelpEntry("*", "marked: kept, compared, exported"),
                HelpEntry("!", "a problem: 401 403 407 431 5xx, no answer"), HelpEntry("F", "faulted by you"),
                HelpEntry("R", "sent again from here"), HelpEntry("...", "no status yet"),
                HelpEntry("~", "still running; or some text is cut"),
            ]),
        Group(
            title: "Token",
            entries: [
                HelpEntry("B1", "audience B, its first token"), HelpEntry("hit", "from the cache"),
                HelpEntry("new", "this request waited for STS"), HelpEntry("wait", "it waited for another one's call"),
                HelpEntry("held", "a token was there, and not sent"), HelpEntry("FAIL", "there was none: C-"),
                HelpEntry("IDENT", "the first with another identity"), HelpEntry("FAULT", "spoilt on purpose"),
            ]),
        Group(title: "State", entries: TokenRow.State.allCases.map { HelpEntry($0.rawValue, $0.meaning) }),
        Group(
            title: "Fuse",
            entries: [
                HelpEntry(".", "life that is spent"), HelpEntry("=", "life that is left"),
                HelpEntry("!", "the refresh window"),
            ]),
        Group(
            title: "Colour",
            entries: [
                HelpEntry("red", "it went wrong; a mark or a word says so too"),
                HelpEntry("yellow", "it soon ends: due, or LEFT under 5 minutes"),
                HelpEntry("cyan", "worth knowing: 3xx, notes"), HelpEntry("none", "all is well"),
            ]),
    ]

    /// What can be asked for by its name alone, as far as this session can do it.
    static func commands(_ dashboard: Dashboard) -> [HelpEntry] {
        dashboard.commands.compactMap { command in
            guard case .verb(let verb) = command.deed, dashboard.configuration.allowsFaults || !verb.isFault else {
                return nil
            }
            return HelpEntry(
                ":" + [verb.rawValue, verb.argument].compactMap(\.self).joined(separator: " "), verb.brief)
        }
    }

    private static let forms = [
        HelpEntry("word", "in method, upstream, path, status, audience, error"),
        HelpEntry("\"two words\"", "with the blank between them"), HelpEntry("a|b", "either of them"),
        HelpEntry("!term", "rows without it; all terms have to hold"),
        HelpEntry("/expression/", "a regular expression in the texts of a word"),
    ]

    private static let keys = FilterKey.allCases.filter { $0 != .is }.map { HelpEntry($0.example, $0.meaning) }

    private static let traits = FilterTrait.allCases.map { HelpEntry("is:\($0.rawValue)", $0.meaning) }

    private static let aliases = [
        HelpEntry("~c ~m ~d ~u", "st: m: host: path:, as mitmproxy spells them"),
        HelpEntry("~q ~s ~e", "without an answer, with one, problems"),
    ]
}

extension TokenRow.State {
    /// What it says of a token, in a few words.
    fileprivate var meaning: String {
        switch self {
        case .fresh: "in use"
        case .capped: "in use, and as short as the role session"
        case .settling: "new, and too young for --settle"
        case .due: "in the refresh window: its next use renews it"
        case .retry: "in the refresh window, and STS gave no other"
        case .wait: "STS is being asked"
        case .old: "expired"
        case .denied: "STS refuses"
        case .limited: "STS throttles"
        case .failed: "STS cannot be had"
        case .none: "evicted, and not asked for since"
        }
    }
}
