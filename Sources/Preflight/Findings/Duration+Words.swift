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

    private static func pad(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
