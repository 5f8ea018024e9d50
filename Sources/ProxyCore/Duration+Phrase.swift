/// Spans of time within sentences and columns: whole seconds, the two largest units of them.
extension Duration {
    /// `32m52s`, `5m`, `1h08m`; `-12s` for what is over.
    package var phrase: String {
        let seconds = wholeSeconds
        return (seconds < 0 ? "-" : "") + Self.clockwork(abs(seconds), secondsMark: "s")
    }

    /// Whole seconds, rounded down also below zero, so that what is over never reads as nothing.
    package var wholeSeconds: Int64 { WallTime(milliseconds: milliseconds).seconds }

    /// - Parameters:
    ///   - seconds: not negative.
    ///   - secondsMark: what stands behind seconds that follow minutes; without one, full minutes keep their `00`.
    package static func clockwork(_ seconds: Int64, secondsMark: String) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600 where seconds % 60 == 0 && !secondsMark.isEmpty: "\(seconds / 60)m"
        case ..<3600: "\(seconds / 60)m\(two(seconds % 60))\(secondsMark)"
        case ..<172_800: "\(seconds / 3600)h\(two(seconds / 60 % 60))m"
        default: "\(seconds / 86_400)d\(two(seconds / 3600 % 24))h"
        }
    }

    /// `07`
    package static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}
