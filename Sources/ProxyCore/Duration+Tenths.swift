extension Duration {
    /// Seconds with one decimal, rounded down and never below nothing: `0.4`.
    package var tenthsOfSeconds: String {
        let tenths = max(0, milliseconds) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }
}
