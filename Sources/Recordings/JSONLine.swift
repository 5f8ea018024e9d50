package import ProxyCore

/// One JSON object on one line, its members in the order in which they were added; what is nil is left out.
///
/// Names are literals that need no escaping.
package struct JSONLine: ~Copyable {
    private var open = TextBuffer()

    package init(time: WallTime, type: String) {
        open.append(UInt8(ascii: "{"))
        add("time", time)
        add("type", type)
    }

    /// Without its line feed.
    package var text: String { open.withBytes { String(decoding: $0, as: UTF8.self) } + "}" }

    /// Adds it to other lines, with its line feed.
    package consuming func end(after lines: inout [UInt8]) {
        open.append("}\n")
        open.withBytes { lines.append(contentsOf: $0) }
    }

    package mutating func add(_ name: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        begin(name)
        open.append(value.description)
    }

    package mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        begin(name)
        JSONValue.quote(text, to: &open)
    }

    package mutating func add(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        begin(name)
        write(number)
    }

    package mutating func add(_ name: StaticString, _ time: WallTime?) {
        guard let time else { return }
        begin(name)
        open.append(UInt8(ascii: "\""))
        time.writeRFC3339(to: &open)
        open.append(UInt8(ascii: "\""))
    }

    package mutating func add(_ name: StaticString, _ flow: FlowID?) { add(name, flow.map { Int64($0.number) }) }

    /// A string for one audience, an array for several, as in the `aud` claim (RFC 7519, section 4.1.3).
    package mutating func add(_ name: StaticString, _ audiences: AudienceSet?) {
        guard let audiences else { return }
        let values = audiences.values
        if values.count == 1 { add(name, values[0]) } else { add(name, .array(values.map { .string($0) })) }
        add("audience_asking", audiences.traits?.json)
    }

    /// In milliseconds.
    ///
    /// - Parameter exactly: with their fraction, to the nanosecond; whole ones otherwise.
    package mutating func add(_ name: StaticString, _ duration: Duration?, exactly: Bool) {
        guard let duration else { return }
        if exactly { add(name, duration.exactMilliseconds) } else { add(name, duration.milliseconds) }
    }

    /// An object in milliseconds, with their fractions; members in order of their names.
    ///
    /// - Parameter exactly: to the nanosecond, as sums and differences of them need it; to the microsecond otherwise.
    package mutating func add(_ name: StaticString, _ durations: FlowDurations, exactly: Bool) {
        guard !exactly else { return add(name, durations.exactJSON) }
        begin(name)
        open.append(UInt8(ascii: "{"))
        addMilliseconds("accept", durations.accept)
        addMilliseconds("connect", durations.connect)
        addMilliseconds("receive", durations.receive)
        addMilliseconds("send", durations.send)
        addMilliseconds("token", durations.token)
        addMilliseconds("total", durations.total)
        addMilliseconds("wait", durations.wait)
        open.append(UInt8(ascii: "}"))
    }

    /// An object of two numbers of bytes.
    package mutating func add(_ name: StaticString, request: Int, response: Int) {
        begin(name)
        open.append(UInt8(ascii: "{"))
        add("request", Int64(request))
        add("response", Int64(response))
        open.append(UInt8(ascii: "}"))
    }

    /// Says that something goes wrong on purpose at that time.
    package mutating func addMark() { add("faults_on", .bool(true)) }

    private mutating func begin(_ name: StaticString) {
        open.append(open.last == UInt8(ascii: "{") ? "\"" : ",\"")
        open.append(name)
        open.append("\":")
    }

    private mutating func addMilliseconds(_ name: StaticString, _ duration: Duration?) {
        guard let duration else { return }
        begin(name)
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        write(microseconds / 1000)
        open.append(UInt8(ascii: "."))
        writeFraction(microseconds.magnitude % 1000)
    }

    /// Three digits at most, and one at least.
    private mutating func writeFraction(_ thousandths: UInt64) {
        var (rest, unit) = (thousandths, UInt64(100))
        repeat {
            open.append(UInt8(ascii: "0") + UInt8(rest / unit))
            rest %= unit
            unit /= 10
        } while rest > 0
    }

    private mutating func write(_ number: Int64) {
        if number < 0 { open.append(UInt8(ascii: "-")) }
        open.append(number.magnitude)
    }
}
