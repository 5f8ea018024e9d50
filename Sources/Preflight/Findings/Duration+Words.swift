extension Duration {
    /// The length in the two largest units that matter, such as `1h08m`, `41m`, `12s`; without its sign.
    var words: String {
        let seconds = abs(components.seconds)
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600:
            return seconds % 60 == 0 || minutes >= 10 ? "\(minutes)m" : "\(minutes)m\(Self.pad(seconds % 60))s"
        case ..<172_800: return minutes == 0 ? "\(hours)h" : "\(hours)h\(Self.pad(minutes))m"
        default: return "\(seconds / 86_400) days"
        }
    }

    /// The same to the second, as a setting has it: `1h`, `59m48s`.
    var exact: String {
        let seconds = abs(components.seconds)
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")].filter { $0.0 > 0 }
        return parts.isEmpty ? "0s" : parts.map { "\($0.0)\($0.1)" }.joined()
    }

    private static func pad(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
