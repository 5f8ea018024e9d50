import Diagnosis

/// What to try, for those who have no dashboard before them: no key and no line of its prompt is named.
extension Remedy {
    /// Whether it can be done, or needs only words, without a screen.
    var takesNoScreen: Bool { action?.needsDashboard != true || setting != nil }

    /// What to do, and by which setting or command where there is one; what takes a dashboard says so.
    var sentence: String {
        if let way = setting ?? action?.command { return "\(text.plain): \(way)" }
        return takesNoScreen ? text.plain : "in the dashboard: \(text.plain)"
    }
}

extension RemedyAction {
    /// The command that does the same without a screen; nil where none does.
    var command: String? {
        switch self {
        case .preflight: "jotop doctor"
        case .policy: "jotop doctor --audience VALUE prints it"
        case .verify: "jotop decode --verify"
        case .audience, .bisect, .refresh, .replay, .nextTab, .evidence, .trust, .minting: nil
        }
    }

    /// Whether nothing but a dashboard can do it: no command does, and no request of a client's.
    var needsDashboard: Bool {
        switch self {
        case .preflight, .policy, .verify, .refresh, .replay: false
        case .audience, .bisect, .nextTab, .evidence, .trust, .minting: true
        }
    }
}
