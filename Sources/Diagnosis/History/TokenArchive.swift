package import ProxyCore

/// What is kept of tokens that newer ones of their audience set have displaced, so that the requests which carried them can still be
/// explained. A value of bounded size: of all audience sets together the newest ``TokenArchive/limit`` are kept.
package struct TokenArchive<Kept: Sendable>: Sendable {
    /// Beyond the newest ``TokenShelf/generationLimit`` of each audience set: as many as the engine keeps requests whose tokens can
    /// still be checked, so that what can be verified can be explained.
    package static var limit: Int { 2_048 }

    private var kept: [TokenID: Kept] = [:]
    /// In the order in which they were displaced.
    private var order: [TokenID] = []

    package init() {}

    package subscript(token: TokenID) -> Kept? { kept[token] }

    /// The newest of the same handle that is older than a token.
    package func newest(before token: TokenID) -> Kept? {
        kept.keys.filter { $0.handle == token.handle && $0.generation < token.generation }
            .max { $0.generation < $1.generation }.flatMap { kept[$0] }
    }

    package mutating func displaced(_ token: TokenID, _ value: Kept) {
        if kept.updateValue(value, forKey: token) == nil { order.append(token) }
        guard order.count > Self.limit else { return }
        let surplus = order.count - Self.limit
        for token in order.prefix(surplus) { kept[token] = nil }
        order.removeFirst(surplus)
    }
}
