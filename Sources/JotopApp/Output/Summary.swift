import ProxyCore

/// One line of totals for the end of a run.
enum Summary {
    static func line(_ totals: TrafficSnapshot) -> String {
        "jotop: \(count(totals.requests, "request")), \(count(totals.mints, "STS call"))"
            + " (\(totals.mintFailures) failed), \(totals.cacheHits) from cache, \(count(totals.problems, "problem"))"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number.grouped) \(noun)\(number == 1 ? "" : "s")"
    }
}
