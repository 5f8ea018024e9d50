/// How many different values the labels have whose values come from outside. What comes after them is counted as `other`.
package enum MetricLimits {
    package static let other = "other"
    package static let audiences = 100
    package static let servers = 100
    package static let errorClasses = 50
}

/// A place in a list of label values; 0 is for all that came too late to have one.
package struct LabelSlot: Hashable, Sendable {
    package let index: Int
}

/// Where requests of one route are counted.
package struct RouteSlots: Sendable {
    package let server: LabelSlot
    package let audience: LabelSlot
}

/// The first so many different values of a label.
struct LabelTable<Value: Hashable & Sendable>: Sendable {
    /// By slot; the first stands for all that found no place.
    private(set) var values: [Value]
    private var slots: [Value: LabelSlot]
    private let limit: Int

    init(limit: Int, overflow: Value) {
        self.limit = limit
        values = [overflow]
        // A value that happens to be called like the overflow is counted there: a series must not come twice.
        slots = [overflow: LabelSlot(index: 0)]
    }

    mutating func slot(for value: Value) -> LabelSlot {
        if let slot = slots[value] { return slot }
        guard values.count <= limit else { return LabelSlot(index: 0) }
        let slot = LabelSlot(index: values.count)
        values.append(value)
        slots[value] = slot
        return slot
    }
}

/// An upstream as the metrics name it.
package struct ServerLabel: Hashable, Sendable {
    package let address: String
    /// nil where it is the scheme's own.
    package let port: Int?

    init(address: String, port: Int?) {
        self.address = address
        self.port = port
    }

    init(_ target: UpstreamTarget) {
        self.init(address: target.host, port: target.port == target.scheme.defaultPort ? nil : target.port)
    }
}

/// A number for each value of a label.
package struct SlotCounts: Sendable {
    /// By slot; may end before the last one.
    package private(set) var values: [Int] = []

    package init() {}

    package var total: Int { values.reduce(0, +) }

    mutating func add(_ number: Int, to slot: LabelSlot) {
        while values.count <= slot.index { values.append(0) }
        values[slot.index] += number
    }

    mutating func add(_ other: SlotCounts) {
        for (index, number) in other.values.enumerated() { add(number, to: LabelSlot(index: index)) }
    }
}

extension MintFailure {
    /// The service's code, or `transport` where no service was heard.
    ///
    /// The code is untrusted: what does not look like one is `other`.
    package var errorClass: String {
        switch code {
        case "Timeout", "Unreachable", "UnreadableAnswer": return "transport"
        default: break
        }
        let isWord = code.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "._-:".utf8.contains(byte)
            }
        }
        return isWord && (1...128).contains(code.utf8.count) ? code : MetricLimits.other
    }
}
