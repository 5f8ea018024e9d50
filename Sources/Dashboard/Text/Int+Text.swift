import ProxyCore

extension Int {
    /// A number of bytes: `1,214 B`, and from 10,000 on `12.0K`.
    var bytes: String {
        guard self >= 10_000 else { return "\(grouped) B" }
        for (unit, size) in [("G", 1_073_741_824), ("M", 1_048_576)] where self >= size {
            return "\(self / size).\(self % size * 10 / size)\(unit)"
        }
        return "\(self / 1024).\(self % 1024 * 10 / 1024)K"
    }

    /// The same for a column of its own: `1,214`, and from 10,000 on `12.0K`.
    var size: String { self < 10_000 ? grouped : bytes }

    /// A number and its noun: `1 request`, `3 requests`.
    func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
