import Canvas
import ProxyCore

/// A command of the palette that takes an argument, or has no key of its own.
enum Verb: String, Sendable, Hashable, CaseIterable {
    case mint, audience, minting, hide, copy, export, snap, rec, level, keys, fault, clock

    /// How the argument is called; square brackets where it may be left out.
    var argument: String? {
        switch self {
        case .mint: "AUDIENCE"
        case .audience: "AUDIENCE|off"
        case .minting: "on|off"
        case .hide: "0-3"
        case .copy: "[WHAT]"
        case .export: "[WHAT] [FILE]"
        case .snap: "[FILE]"
        case .rec: "FILE|off"
        case .level: "debug|info|warn|error"
        case .keys: nil
        case .fault: "WHAT [host:HOST]|off"
        case .clock: "+TIME|off"
        }
    }

    var help: String {
        switch self {
        case .mint: "ask STS for a token now, no request needed"
        case .audience: "tokens for the host of this flow are for AUDIENCE, in this session"
        case .minting: "off: every request gets 503, nothing goes upstream, STS is not asked"
        case .hide: "what of the identities is shown, copied and exported"
        case .copy: "to the clipboard: \(CopyItem.all.map(\.name).joined(separator: ", "))"
        case .export: "to a new file: \(ExportItem.all.map(\.name).joined(separator: ", "))"
        case .snap: "the screen as it stands, as text, to a new file"
        case .rec: "record what comes from now on to a new file, for --replay; or end that"
        case .level: "from which level on events are listed, and logged where --keep-serving does"
        case .keys: "the table of keys in force"
        case .fault: "with --allow-faults, something goes wrong on purpose: \(FaultLine.names)"
        case .clock: "with --allow-faults, the cache takes its tokens for older by that; upstreams do not"
        }
    }

    /// The same in so few words that they fit beside its name.
    var brief: String {
        switch self {
        case .mint: "a token from STS now"
        case .audience: "of the tokens for this flow's host"
        case .minting: "off: 503 for every request"
        case .hide: "the hide level"
        case .copy: "to the clipboard"
        case .export: "to a new file"
        case .snap: "the screen to a new file"
        case .rec: "record, for --replay"
        case .level: "which events are listed"
        case .keys: "the keys in force"
        case .fault: "something goes wrong"
        case .clock: "tokens seem older"
        }
    }

    /// Whether it makes something go wrong on purpose.
    var isFault: Bool { self == .fault || self == .clock }

    var isArgumentNeeded: Bool { argument.map { !$0.hasPrefix("[") } ?? false }

    /// What it is without its argument.
    var action: Action? {
        switch self {
        case .copy: .copyMenu
        case .export: .exportMenu
        default: nil
        }
    }

    var isRefusedReadOnly: Bool {
        switch self {
        case .mint, .audience, .minting, .fault, .clock: true
        case .hide, .copy, .export, .snap, .rec, .level, .keys: false
        }
    }
}
