import ProxyCore

/// One JSON object on one line, its members in the order in which they were added; what is nil is left out.
///
/// A line is written for each request, so it grows in one string; names are literals that need no escaping.
struct JSONLine {
    private var open = "{"

    init(time: WallTime, type: String) {
        open.reserveCapacity(512)
        add("time", time)
        add("type", type)
    }

    var text: String { open + "}" }

    mutating func add(_ name: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        begin(name)
        open += value.description
    }

    mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        begin(name)
        open += JSONValue.quote(text)
    }

    mutating func add(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        begin(name)
        open += String(number)
    }

    mutating func add(_ name: StaticString, _ time: WallTime?) {
        guard let time else { return }
        begin(name)
        open += "\""
        open += time.rfc3339
        open += "\""
    }

    mutating func add(_ name: StaticString, _ flow: FlowID?) { add(name, flow.map { Int64($0.number) }) }

    /// A string for one audience, an array for several, as in the `aud` claim (RFC 7519, section 4.1.3).
    mutating func add(_ name: StaticString, _ audiences: AudienceSet?) {
        guard let audiences else { return }
        let values = audiences.values
        if values.count == 1 { add(name, values[0]) } else { add(name, .array(values.map { .string($0) })) }
    }

    /// An object in milliseconds, with their fractions; members in order of their names.
    mutating func add(_ name: StaticString, _ durations: FlowDurations) {
        begin(name)
        open += "{"
        addMilliseconds("connect", durations.connect)
        addMilliseconds("receive", durations.receive)
        addMilliseconds("token", durations.token)
        addMilliseconds("total", durations.total)
        addMilliseconds("wait", durations.wait)
        open += "}"
    }

    /// An object of two numbers of bytes.
    mutating func add(_ name: StaticString, request: Int, response: Int) {
        begin(name)
        open += "{"
        add("request", Int64(request))
        add("response", Int64(response))
        open += "}"
    }

    private mutating func begin(_ name: StaticString) {
        if open.utf8.last != UInt8(ascii: "{") { open += "," }
        open += "\""
        name.withUTF8Buffer { open += String(decoding: $0, as: UTF8.self) }
        open += "\":"
    }

    private mutating func addMilliseconds(_ name: StaticString, _ duration: Duration?) {
        guard let duration else { return }
        begin(name)
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        open += String(microseconds / 1000)
        open += "."
        open += Self.fraction(microseconds.magnitude % 1000)
    }

    /// Three digits at most, and one at least.
    private static func fraction(_ thousandths: UInt64) -> String {
        let digits = String(1000 + thousandths).dropFirst()
        guard thousandths != 0 else { return "0" }
        return String(thousandths % 100 == 0 ? digits.prefix(1) : thousandths % 10 == 0 ? digits.prefix(2) : digits)
    }
}
