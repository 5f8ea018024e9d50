import ProxyCore

/// One line of totals for the end of a run.
enum Summary {
    /// So many kinds of problems are named, the commonest.
    private static let named = 3

    static func line(_ metrics: MetricsSnapshot) -> String {
        let totals = metrics.totals
        let calls = "\(count(totals.mints, "STS call")) (\(totals.mintFailures.grouped) failed)"
        return "jotop: \(count(totals.requests, "request")), \(calls), \(totals.cacheHits.grouped) from cache,"
            + " \(count(totals.problems, "problem"))\(troubles(metrics))"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number.grouped) \(noun)\(number == 1 ? "" : "s")"
    }

    /// ` (5 x 401 billing.example.net, 2 x no token data.partner.io)`
    private static func troubles(_ metrics: MetricsSnapshot) -> String {
        let kinds = metrics.counts.troubles.map { key, count in (count: count, words: words(key, metrics.servers)) }
            .sorted { ($1.count, $0.words) < ($0.count, $1.words) }
        guard !kinds.isEmpty else { return "" }
        let list = kinds.prefix(named).map { "\($0.count.grouped) x \($0.words)" }
        return " (\((list + (kinds.count > named ? ["..."] : [])).joined(separator: ", ")))"
    }

    private static func words(_ key: TroubleKey, _ servers: [ServerLabel]) -> String {
        let outcome = key.lacksToken ? "no token" : key.status?.description ?? "no answer"
        guard let index = key.server?.index, servers.indices.contains(index) else { return outcome }
        return "\(outcome) \(servers[index].address)" + (servers[index].port.map { ":\($0)" } ?? "")
    }
}
