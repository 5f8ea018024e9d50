package import ProxyCore

extension TrafficSnapshot {
    private static var names: [(StaticString, WritableKeyPath<TrafficSnapshot, Int>)] {
        [
            ("requests", \.requests), ("in_flight", \.inFlight), ("problems", \.problems), ("hits", \.cacheHits),
            ("misses", \.cacheMisses), ("mints", \.mints), ("failed_mints", \.mintFailures),
            ("audiences", \.cachedAudiences), ("connections", \.connections),
            ("failed_handshakes", \.handshakeFailures),
        ]
    }

    /// The totals as a line of a recording: they stay true where events were lost, so events cannot tell them.
    package func line(at time: WallTime) -> String {
        var object = JSONLine(time: time, type: "totals")
        for (name, number) in Self.names { object.add(name, Int64(self[keyPath: number])) }
        return object.text
    }

    /// What is missing is nothing: a later version may leave something out, or count more.
    init(_ line: Members) throws(Members.Fault) {
        self.init()
        for (name, number) in Self.names { self[keyPath: number] = try line.optionalCount(name.description) ?? 0 }
    }
}
