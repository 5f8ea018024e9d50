import ProxyCore

/// What the command line offers behind `:fault` and `:clock`.
struct FaultOffers {
    typealias Offer = (value: String, help: String)

    /// Hosts that are offered: the newest.
    private static let hostLimit = 6
    /// Rows that are looked through for them.
    private static let searched = 200

    private let dashboard: Dashboard

    init(_ dashboard: Dashboard) { self.dashboard = dashboard }

    static let clock: [Offer] = [
        ("+5m", "tokens are five minutes older to the cache"), ("+55m", "those of an hour are due, and renewed"),
        ("off", "as old as they are"),
    ]

    var faults: [Offer] { inForce + ofHosts + Self.others }

    /// What can be taken back.
    private var inForce: [Offer] {
        let state = dashboard.live.facts.faults
        guard state.isOn else { return [] }
        let hosts = state.hosts.sorted { $0.key < $1.key }.map { ("off host:\($0.key)", "no longer \($0.value)") }
        return [("off", state.words.joined(separator: ", "))] + hosts
    }

    private var ofHosts: [Offer] {
        hosts.flatMap { host -> [Offer] in
            [
                ("expired host:\(host)", "its newest token that has expired"),
                ("tampered host:\(host)", "its token, the signature changed"),
                ("none host:\(host)", "no Authorization"),
                ("audience \(WrongAudience.example) host:\(host)", "a token that is for nobody"),
                ("tag host:\(host)", "a token without its tags"),
            ]
        }
    }

    private static let others: [Offer] = [
        ("tampered", "every host: the signature changed"), ("none", "every host: no Authorization"),
        ("sts throttle", "STS says Throttling"), ("sts deny", "STS says AccessDenied"),
        ("sts slow 3s", "STS takes so much longer"), ("sts off", "STS as it is"),
        ("keys rotate", "jotop demo: the issuer signs with a new key"),
    ]

    /// That of the row in hand first, then those of the newest rows.
    private var hosts: [String] {
        var hosts = [dashboard.hostInHand].compactMap(\.self)
        let flows = dashboard.shown.flows
        let keys = flows.keys
        for index in (0..<keys.count).reversed().prefix(Self.searched) where hosts.count < Self.hostLimit {
            if let host = flows[keys[index]]?.start.host, !hosts.contains(host) { hosts.append(host) }
        }
        return hosts
    }
}
