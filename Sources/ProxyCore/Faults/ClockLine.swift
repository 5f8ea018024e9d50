/// The argument of `:clock`, taken apart.
package struct ClockLine: Sendable, Hashable {
    /// More is of no use: no token lives so long.
    static let furthest = Duration.seconds(24 * 3600)

    /// By how much the cache's clock goes forward; nil: it goes right again.
    package let step: Duration?

    package init(_ text: String) throws(LineComplaint) {
        guard text != "off" else {
            step = nil
            return
        }
        guard text.hasPrefix("+"), let step = GoDuration.parse(String(text.dropFirst())), step >= .milliseconds(1),
            step <= Self.furthest
        else {
            throw LineComplaint(
                range: 0..<max(1, text.count), wanted: "clock wants off, or + and a time up to 24h", example: "+55m")
        }
        self.step = step
    }
}
