import Diagnosis

/// What to try, for those who have no dashboard before them.
extension Remedy {
    /// Whether it can be done, or needs only words, without a screen.
    var takesNoScreen: Bool { setting != nil || action == nil || action?.command != nil }

    /// What to do, and by which setting or command where there is one.
    var sentence: String { text.plain + ((setting ?? action?.command).map { ": \($0)" } ?? "") }
}

extension RemedyAction {
    /// The command that does the same without a screen; nil where none does.
    var command: String? {
        switch self {
        case .preflight: "jotop doctor"
        case .audience, .bisect, .refresh, .replay, .verify, .evidence, .policy, .trust, .minting: nil
        }
    }
}
