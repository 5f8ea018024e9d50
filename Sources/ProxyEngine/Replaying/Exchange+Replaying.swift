import HTTPWire
import ProxyCore

extension Exchange {
    /// Goes the way of any request from its route on. Whether it may be sent at all was checked the first time: only what had
    /// found its upstream then is kept.
    func begin(again resending: Resending) {
        let route = loop.route(to: resending.target, for: resending.audiences)
        record.route = route
        open()
        obtainToken(for: route)
    }

    /// Keeps it for a replay, if such are allowed and it came as far as its route.
    func keep() {
        guard let body = record.kept, let route = record.route else { return }
        loop.rules.mark(&record.head.fields)
        loop.shelf?.add(
            KeptRequest(record, to: route, body: body),
            isProblem: record.isProblem())
    }
}
