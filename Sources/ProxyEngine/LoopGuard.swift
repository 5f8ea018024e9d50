import HTTPWire
import ProxyCore

/// The browser guard as one event loop asks it: a `Host` that it has accepted is not looked at again while it stays the same.
final class LoopGuard {
    private let guardian: BrowserGuard
    private var accepted: [UInt8]?

    init(_ guardian: BrowserGuard) { self.guardian = guardian }

    /// - Throws: what ``BrowserGuard/check(host:origins:fetchSites:)`` throws.
    func check(_ fields: FieldBlock) throws(ProxyError) {
        var (isPlain, host) = (true, FieldSpan?.none)
        for span in fields.spans {
            switch span.name {
            case .host: host = span
            case .origin, .secFetchSite: isPlain = false
            default: break
            }
        }
        if isPlain, let host, let accepted, fields.hasValue(host, accepted) { return }
        let value = host.map { fields.text($0) }
        try guardian.check(host: value, origins: fields.texts(.origin), fetchSites: fields.texts(.secFetchSite))
        accepted = value.map { Array($0.utf8) }
    }
}
