extension Duration {
    /// As a flag takes it: `1h`, `1h30m`, `40m59s`, `0s`. Parts of a second are left out.
    var setting: String {
        let seconds = max(0, components.seconds)
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")].filter { $0.0 > 0 }
        return parts.isEmpty ? "0s" : parts.map { "\($0.0)\($0.1)" }.joined()
    }
}
