import ProxyCore

/// The upstream's clock against this machine's, and against the token's birth, from the answer's `Date` field.
struct ClockCheck {
    /// A `Date` says whole seconds, and was written before it was read.
    private static let resolution = Duration.seconds(2)
    /// Beyond this, validators begin to refuse.
    private static let tolerance = Duration.seconds(60)

    let end: FlowEnd
    let issued: WallTime?

    var check: Check {
        guard let response = end.response else { return unknown("the answer's head was not kept") }
        guard let value = response.values(of: "date").first else { return unknown("the answer has no Date field") }
        guard let date = HTTPDate.time(value) else { return unknown("the answer's Date is not in a form known here") }
        guard response.values(of: "age").isEmpty else { return unknown("the answer came from a store: it has an Age") }
        return compared(date)
    }

    private func compared(_ date: WallTime) -> Check {
        // The head came before the body did.
        let head = end.time.advanced(by: .zero - (end.durations.receive ?? .zero))
        let ahead = WallTime(seconds: head.seconds).duration(to: date)
        let distance = ahead < .zero ? .zero - ahead : ahead
        if let issued, issued.duration(to: date) < .zero - Self.resolution {
            return Check(
                .evidence, "clock", "upstream Date is \(date.duration(to: issued).phrase) before the token's iat")
        }
        if distance <= Self.resolution {
            let aside = issued.map { "iat \(max(.zero, $0.duration(to: date)).phrase) before" } ?? ""
            return Check(.fine, "clock", "upstream Date within 2s of this machine", aside: aside)
        }
        let verdict: Check.Verdict = distance > Self.tolerance ? .evidence : .unknown
        let direction = ahead < .zero ? "behind" : "ahead of"
        return Check(verdict, "clock", "upstream Date is \(distance.phrase) \(direction) this machine")
    }

    private func unknown(_ text: String) -> Check { Check(.unknown, "clock", text) }
}
