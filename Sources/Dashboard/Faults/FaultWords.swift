import ProxyCore

/// What goes wrong on purpose, in words.
struct FaultWords {
    private let veil: Veil

    init(_ veil: Veil) { self.veil = veil }

    /// What has come of an order.
    func sentence(_ happening: FaultNotice.Happening) -> String {
        switch happening {
        case .set(let fault, let host): "from the next request on: \(name(fault))\(place(host, of: fault))"
        case .cleared(.all): "every fault is taken back"
        case .cleared(.host(let host)): "the fault of \(veil.host(host)) is taken back"
        case .cleared(.sts): "the fault of STS is taken back"
        case .cleared(.keys): "the change of keys no longer counts as a fault"
        case .refused(let reason): "no fault: \(veil.foreign(reason))"
        case .clockMoved(let ahead):
            ahead == .zero
                ? "the cache's clock goes right again"
                : "the cache's clock is \(GoDuration.format(ahead)) ahead; tokens stay good for upstreams"
        }
    }

    /// As the command spells it.
    func name(_ fault: Fault) -> String { veil.foreign(fault.description) }

    private func place(_ host: String?, of fault: Fault) -> String {
        guard fault.isOfHost else { return "" }
        return host.map { " for \(veil.host($0))" } ?? " for every host"
    }
}
