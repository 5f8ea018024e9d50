import ProxyCore

/// Where a flow's time went, in the words of an archive. The parts add up to the total, as readers of archives check.
struct ArchiveTimings {
    let total: Double
    let value: JSONValue

    init(_ durations: FlowDurations) {
        let connect = durations.connect?.milliseconds ?? 0
        let send = durations.send?.milliseconds ?? 0
        let wait = durations.wait?.milliseconds ?? 0
        let receive = durations.receive?.milliseconds ?? 0
        // The wait for a token, and whatever else came before anything was sent.
        let blocked = max(0, durations.total.milliseconds - connect - send - wait - receive)
        total = blocked + connect + send + wait + receive
        // -1: does not apply. Name resolution and TLS are part of `connect`.
        value = .object([
            "blocked": .number(blocked), "dns": .integer(-1),
            "connect": durations.connect == nil ? .integer(-1) : .number(connect), "ssl": .integer(-1),
            "send": .number(send), "wait": .number(wait), "receive": .number(receive),
        ])
    }
}
