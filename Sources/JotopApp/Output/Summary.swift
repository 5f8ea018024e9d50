import ProxyCore

/// One line of totals for the end of a run.
enum Summary {
    static func line(_ totals: TrafficSnapshot) -> String {
        "jotop: \(count(totals.requests, "request")), \(count(totals.mints, "STS call"))"
            + " (\(totals.mintFailures) failed), \(totals.cacheHits) from cache, \(count(totals.problems, "problem"))"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `1,196`
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
