import Canvas
import ProxyCore

/// The token of a flow as a cell: its name and how it was come by, `A3 hit`, `D1 wait`, `C- FAIL`, and `F2 held` if it was never
/// sent.
struct FlowTokenCell {
    /// Enough for all but tokens of a tenth generation or a second alphabet.
    static let usualWidth = 8

    let text: String
    let role: Role

    init(_ record: FlowRecord, _ tokens: TokenBook) { (text, role) = Self.words(record, tokens) }

    private static func words(_ record: FlowRecord, _ tokens: TokenBook) -> (String, Role) {
        let handle = record.start.audiences.flatMap { tokens[$0]?.handle.description }
        guard let end = record.known else { return (handle ?? "", .dim) }
        if end.token == nil, let held = end.heldToken { return ("\(held) held", .dim) }
        let isBroken = record.start.replay?.step == .brokenSignature
        let name = end.token.map { "\($0.id)\(isBroken ? "*" : "")" } ?? (handle ?? "") + "-"
        if end.fault != nil { return ("\(name) FAULT", .error) }
        if tokens.identityChanges[record.id] != nil { return ("\(name) IDENT", .error) }
        return switch end.use {
        case .hit: ("\(name) hit", .text)
        case .minted: ("\(name) new", .text)
        case .waited: ("\(name) wait", .text)
        case .failed: ("\(name) FAIL", .error)
        case .notAsked: ("-", .dim)
        }
    }

    /// The width that leaves every cell of these flows whole.
    static func width(_ records: [FlowRecord], _ tokens: TokenBook) -> Int {
        records.reduce(usualWidth) { max($0, FlowTokenCell($1, tokens).text.utf8.count) }
    }
}
