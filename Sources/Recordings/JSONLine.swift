package import ProxyCore

/// One JSON object on one line, its members in the order in which they were added; what is nil is left out.
package struct JSONLine {
    private var members: [String] = []

    package init(time: WallTime, type: String) {
        add("time", .string(time.rfc3339))
        add("type", .string(type))
    }

    package var text: String { "{" + members.joined(separator: ",") + "}" }

    package mutating func add(_ name: String, _ value: JSONValue?) {
        guard let value else { return }
        members.append(JSONValue.quote(name) + ":" + value.description)
    }

    package mutating func add(_ name: String, _ text: String?) { add(name, text.map { .string($0) }) }

    package mutating func add(_ name: String, _ time: WallTime?) { add(name, time?.rfc3339) }

    /// In milliseconds.
    ///
    /// - Parameter exactly: with their fraction, to the nanosecond; whole ones otherwise.
    package mutating func add(_ name: String, _ duration: Duration?, exactly: Bool) {
        add(name, duration.map { exactly ? $0.exactMilliseconds : .integer($0.milliseconds) })
    }

    package mutating func add(_ name: String, _ flow: FlowID?) { add(name, flow.map { .integer(Int64($0.number)) }) }

    /// A string for one audience, an array for several, as in the `aud` claim (RFC 7519, section 4.1.3).
    package mutating func add(_ name: String, _ audiences: AudienceSet?) {
        guard let audiences else { return }
        let values = audiences.values.map { JSONValue.string($0) }
        add(name, values.count == 1 ? values[0] : .array(values))
        add(name + "_asking", audiences.traits?.json)
    }
}
