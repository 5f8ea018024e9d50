/// The argument of `:fault` and of `--fault`, taken apart: what is to go wrong, and where.
package struct FaultLine: Sendable, Hashable {
    package enum Order: Sendable, Hashable {
        case inject(Fault, host: String?)
        case clear(FaultScope)
        /// The cache takes its tokens for older by that much; nil: for as old as they are.
        case clock(Duration?)
    }

    package static let names = "expired, tampered, none, audience, tag, sts, keys, clock, off"
    /// A call that takes longer is given up.
    static let longestWait = Duration.seconds(60)

    /// As it was typed.
    package let text: String
    package let order: Order

    package init(_ text: String) throws(LineComplaint) {
        self.text = text
        var words = FaultWord.words(of: text)
        let hosts = words.filter { $0.text.hasPrefix("host:") }
        words.removeAll { $0.text.hasPrefix("host:") }
        let host = try Self.host(hosts)
        guard let first = words.first else {
            throw FaultWord.end(of: text).complaint("fault wants one of \(Self.names)", "fault expired host:HOST")
        }
        let (order, used) = try Self.order(first, words.dropFirst(), host, end: FaultWord.end(of: text))
        if let rest = words.dropFirst(used).first {
            throw rest.complaint("nothing may follow \(words[used - 1].text) here", "fault \(first.text)")
        }
        if host != nil, !Self.takesHost(order) {
            throw hosts[0].complaint("\(first.text) is about no host", "fault \(first.text)")
        }
        self.order = order
    }

    private static func host(_ words: [FaultWord]) throws(LineComplaint) -> String? {
        guard let word = words.first else { return nil }
        if words.count > 1 { throw words[1].complaint("one host is enough", word.text) }
        let name = String(word.text.dropFirst("host:".count)).lowercased()
        guard UpstreamTarget(scheme: .https, authority: name) != nil else {
            throw word.complaint("host: wants a host, or host:port", "host:api.example.com")
        }
        return name
    }

    private static func takesHost(_ order: Order) -> Bool {
        switch order {
        case .inject(let fault, _): fault.isOfHost
        case .clear(.host): true
        case .clear, .clock: false
        }
    }

    /// - Returns: the order, and how many words it took.
    private static func order(
        _ first: FaultWord, _ rest: ArraySlice<FaultWord>, _ host: String?, end: FaultWord
    ) throws(LineComplaint) -> (Order, used: Int) {
        switch first.text {
        case "off": return (.clear(host.map { .host($0) } ?? .all), 1)
        case "tampered": return (.inject(.tampered, host: host), 1)
        case "none": return (.inject(.missing, host: host), 1)
        case "sts": return (try stsOrder(rest, end: end), rest.first?.text == "slow" ? 3 : 2)
        case "keys": return (try keysOrder(rest.first ?? end), 2)
        case "clock": return (.clock(try clockStep(rest.first ?? end)), 2)
        case "expired", "audience", "tag": break
        default: throw first.complaint("fault wants one of \(names)", "fault expired host:HOST")
        }
        guard let host else {
            throw first.complaint("\(first.text) wants host:HOST", "fault \(first.text) host:api.example.com")
        }
        switch (first.text, rest.first) {
        case ("expired", _): return (.inject(.expired, host: host), 1)
        case ("audience", let word?):
            guard word.isPlain else {
                throw word.complaint("audience wants printable characters", WrongAudience.example)
            }
            return (.inject(.audience(word.text), host: host), 2)
        case ("audience", nil):
            throw end.complaint("audience wants one that nobody has", WrongAudience.example)
        case (_, let word?):
            guard word.isPlain, let tag = TokenTag(spelled: word.text) else {
                throw word.complaint("tag wants KEY=VALUE, or nothing for none", "team=wrong")
            }
            return (.inject(.tag(tag), host: host), 2)
        case (_, nil): return (.inject(.tag(nil), host: host), 1)
        }
    }

    private static func stsOrder(
        _ rest: ArraySlice<FaultWord>, end: FaultWord
    ) throws(LineComplaint) -> Order {
        let word = rest.first ?? end
        switch word.text {
        case "throttle": return .inject(.throttled, host: nil)
        case "deny": return .inject(.denied, host: nil)
        case "off": return .clear(.sts)
        case "slow":
            let time = rest.dropFirst().first ?? end
            guard let wait = GoDuration.parse(time.text), wait >= .milliseconds(1), wait <= longestWait else {
                throw time.complaint("slow wants a time up to \(GoDuration.format(longestWait))", "fault sts slow 3s")
            }
            return .inject(.slow(wait), host: nil)
        default: throw word.complaint("sts wants throttle, deny, slow TIME or off", "fault sts throttle")
        }
    }

    private static func clockStep(_ word: FaultWord) throws(LineComplaint) -> Duration? {
        do throws(LineComplaint) { return try ClockLine(word.text).step } catch {
            throw error.shifted(by: word.range.lowerBound)
        }
    }

    private static func keysOrder(_ word: FaultWord) throws(LineComplaint) -> Order {
        switch word.text {
        case "rotate": return .inject(.keysRotated, host: nil)
        case "off": return .clear(.keys)
        default: throw word.complaint("keys wants rotate or off", "fault keys rotate")
        }
    }
}
