/// What `--color` says. Eight colours at most are ever used, so that the larger numbers mean the same as `always`.
package enum ColorMode: String, Sendable, CaseIterable {
    case auto, always, never, mono
    case sixteen = "16"
    case twoFiftySix = "256"

    /// Whether colours may be used, if the terminal has any.
    ///
    /// - Parameter environment: `NO_COLOR` counts when set and not empty (no-color.org), `CLICOLOR` when it is `0`.
    package func allowsColor(in environment: [String: String]) -> Bool {
        switch self {
        case .always, .sixteen, .twoFiftySix: true
        case .never, .mono: false
        case .auto: environment["NO_COLOR", default: ""].isEmpty && environment["CLICOLOR"] != "0"
        }
    }
}
