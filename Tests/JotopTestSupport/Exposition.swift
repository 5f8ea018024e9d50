/// Metrics in Prometheus's text format 0.0.4, read strictly: whatever the format does not allow is a fault, and so is what it
/// allows but no scraper wants, such as a series that comes twice.
package struct Exposition {
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    package struct Sample: Hashable {
        package let name: String
        package let labels: [String: String]
        package let value: Double
    }

    /// The kinds of the metrics, by name.
    package private(set) var kinds: [String: String] = [:]
    package private(set) var samples: [Sample] = []
    private var helped: Set<String> = []
    private var family = ""

    package init(parsing text: String) throws {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast() == "" else { throw Fault(description: "the last line has no line feed") }
        for line in lines { try read(String(line)) }
        var seen: Set<Sample> = []
        for sample in samples {
            guard seen.insert(Sample(name: sample.name, labels: sample.labels, value: 0)).inserted else {
                throw Fault(description: "\(sample.name) \(sample.labels) comes twice")
            }
        }
        for (name, kind) in kinds where kind == "histogram" { try checkHistogram(name) }
    }

    /// The value of the series with exactly these labels.
    package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    /// The sum over all series of a name.
    package func sum(_ name: String) -> Double { samples.filter { $0.name == name }.reduce(0) { $0 + $1.value } }

    /// The different values of a label.
    package func values(of label: String, in name: String) -> Set<String> {
        Set(samples.filter { $0.name == name }.compactMap { $0.labels[label] })
    }

    // MARK: Lines

    private mutating func read(_ line: String) throws {
        guard line.hasPrefix("#") else { return try readSample(line) }
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard words.count == 4, words[0] == "#", Self.isName(words[2]), !words[3].isEmpty else {
            throw Fault(description: "neither HELP nor TYPE: \(line)")
        }
        switch words[1] {
        case "HELP":
            guard helped.insert(words[2]).inserted else { throw Fault(description: "HELP twice: \(line)") }
            family = words[2]
        case "TYPE":
            guard family == words[2], kinds[family] == nil else {
                throw Fault(description: "TYPE out of place: \(line)")
            }
            guard ["counter", "gauge", "histogram"].contains(words[3]) else { throw Fault(description: line) }
            kinds[family] = words[3]
        default: throw Fault(description: line)
        }
    }

    private mutating func readSample(_ line: String) throws {
        var rest = Array(line.unicodeScalars)[...]
        let name = Self.take(&rest) { Self.isNamePart($0, first: false) }
        guard Self.isName(name) else { throw Fault(description: "no name: \(line)") }
        let labels = rest.first == "{" ? try Self.labels(&rest, line) : [:]
        guard rest.popFirst() == " " else { throw Fault(description: "no space before the value: \(line)") }
        let text = String(String.UnicodeScalarView(rest))
        guard let value = text == "+Inf" ? .infinity : Double(text), text.allSatisfy({ $0 != "x" && !$0.isWhitespace })
        else { throw Fault(description: "no value: \(line)") }
        let kind = kinds[family]
        let allowed = kind == "histogram" ? ["_bucket", "_sum", "_count"].map { family + $0 } : [family]
        guard kind != nil, allowed.contains(name) else { throw Fault(description: "not of \(family): \(line)") }
        guard kind == "gauge" || value >= 0 else { throw Fault(description: "negative: \(line)") }
        guard kind != "counter" || name.hasSuffix("_total") else { throw Fault(description: "no _total: \(line)") }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    private static func labels(_ rest: inout ArraySlice<Unicode.Scalar>, _ line: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        rest.removeFirst()
        repeat {
            let name = take(&rest) { $0 != ":" && isNamePart($0, first: false) }
            guard isName(name), !name.hasPrefix("__"), labels[name] == nil, rest.popFirst() == "=" else {
                throw Fault(description: "no label: \(line)")
            }
            labels[name] = try quoted(&rest, line)
            if rest.first != "," { break }
            rest.removeFirst()
        } while true
        guard rest.popFirst() == "}" else { throw Fault(description: "labels without an end: \(line)") }
        return labels
    }

    private static func quoted(_ rest: inout ArraySlice<Unicode.Scalar>, _ line: String) throws -> String {
        guard rest.popFirst() == "\"" else { throw Fault(description: "no quotation mark: \(line)") }
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(value)
            case "\\":
                switch rest.popFirst() {
                case "\\": value.append("\\")
                case "\"": value.append("\"")
                case "n": value.append("\n")
                default: throw Fault(description: "unknown escape: \(line)")
                }
            default: value.append(scalar)
            }
        }
        throw Fault(description: "a value without an end: \(line)")
    }

    private static func take(
        _ rest: inout ArraySlice<Unicode.Scalar>, while belongs: (Unicode.Scalar) -> Bool
    ) -> String {
        let taken = rest.prefix(while: belongs)
        rest = rest.dropFirst(taken.count)
        return String(String.UnicodeScalarView(taken))
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isNamePart(first, first: true) else { return false }
        return text.unicodeScalars.allSatisfy { isNamePart($0, first: false) }
    }

    private static func isNamePart(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_", ":": true
        case "0"..."9": !first
        default: false
        }
    }

    // MARK: Histograms

    /// Bounds rise, counts never fall, the last bucket holds everything, and sum and count are there.
    private func checkHistogram(_ name: String) throws {
        var series: [[String: String]: [(bound: Double, count: Double)]] = [:]
        for sample in samples where sample.name == name + "_bucket" {
            var labels = sample.labels
            guard let text = labels.removeValue(forKey: "le"), let bound = text == "+Inf" ? .infinity : Double(text)
            else { throw Fault(description: "a bucket of \(name) has no bound") }
            series[labels, default: []].append((bound, sample.value))
        }
        let counts = byLabels(name + "_count")
        let sums = byLabels(name + "_sum")
        for (labels, buckets) in series {
            for (one, next) in zip(buckets, buckets.dropFirst()) {
                guard one.bound < next.bound, one.count <= next.count else {
                    throw Fault(description: "the buckets of \(name) \(labels) do not rise")
                }
            }
            guard buckets.last?.bound == .infinity, buckets.last?.count == counts[labels], sums[labels] != nil
            else { throw Fault(description: "\(name) \(labels) is not complete") }
        }
        guard counts.count == series.count, sums.count == series.count else {
            throw Fault(description: "\(name) has a sum or a count without buckets")
        }
    }

    private func byLabels(_ name: String) -> [[String: String]: Double] {
        Dictionary(samples.filter { $0.name == name }.map { ($0.labels, $0.value) }) { one, _ in one }
    }
}
