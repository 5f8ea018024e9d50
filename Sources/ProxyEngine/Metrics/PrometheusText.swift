import ProxyCore

/// Text in Prometheus's exposition format, version 0.0.4.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    typealias Label = (name: String, value: String)

    private(set) var text = ""

    /// Begins a metric: what follows are its samples.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: [Label] = [], _ value: some CustomStringConvertible) {
        text += name
        if !labels.isEmpty { text += "{\(Self.text(labels))}" }
        text += " \(value)\n"
    }

    /// The samples of a histogram: cumulative buckets, sum and count.
    mutating func histogram(_ name: String, _ labels: [Label], _ histogram: LatencyHistogram) {
        let own = Self.text(labels)
        let prefix = "\(name)_bucket{\(own)\(labels.isEmpty ? "" : ",")le=\""
        var below = 0
        for (bound, count) in zip(LatencyHistogram.bounds, histogram.counts) {
            below += count
            text += "\(prefix)\(Self.text(bound))\"} \(below)\n"
        }
        text += "\(prefix)+Inf\"} \(histogram.count)\n"
        sample("\(name)_sum", labels, histogram.sum)
        sample("\(name)_count", labels, histogram.count)
    }

    private static func text(_ labels: [Label]) -> String {
        labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
    }

    /// `1`, not `1.0`, as Go writes it: `le` is compared as text.
    private static func text(_ bound: Double) -> String {
        bound == bound.rounded() ? String(Int(bound)) : String(bound)
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
