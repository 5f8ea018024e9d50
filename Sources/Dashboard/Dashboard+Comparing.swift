import Diagnosis
import ProxyCore

/// Two tokens, or two requests, side by side.
extension Dashboard {
    /// The two marked requests, or the tokens of the marked rows, if any are; else the newest token in hand and the one before
    /// it. Asked for again, it goes back one generation, and from the oldest pair to the newest again.
    mutating func diff() {
        if case .diff(_, let latter) = reader?.subject { return diffFurtherBack(from: latter) }
        if view == .tokens, reader == nil, !markedTokens.isEmpty { return diffMarked() }
        if let pair = markedPair { return read(.flowDiff(former: pair.former, latter: pair.latter)) }
        guard let latter = tokenInHand?.id else { return show(nothingToCompare) }
        guard let former = shown.tokens.generation(before: latter) else {
            return show("\(latter) is the first of its kind that is known: nothing to compare it with")
        }
        read(.diff(former: former.id, latter: latter))
    }

    private var nothingToCompare: String {
        guard view == .flows, let flow = flowInHand else { return "no token here to compare" }
        guard let token = flow.known?.token?.id ?? flow.known?.heldToken else {
            return "\(flow.id) carried no token: nothing to compare"
        }
        return "the claims of \(token) are not kept any more: \(TokenShelf.reach)"
    }

    /// The marked requests, if two are and the list has the keys, in order of arrival.
    private var markedPair: (former: FlowID, latter: FlowID)? {
        guard view == .flows, reader == nil, inspector == nil else { return nil }
        let marked = shown.flows.marks.sorted().compactMap { shown.flows[$0]?.id }
        return marked.count == 2 ? (marked[0], marked[1]) : nil
    }

    private mutating func diffMarked() {
        let tokens = markedTokens.compactMap { shown.tokens[$0]?.newest?.id }
        guard markedTokens.count == 2, tokens.count == 2 else {
            return show("\(markedTokens.count.counted("row")) marked: two that have a token can be compared")
        }
        read(.diff(former: tokens[0], latter: tokens[1]))
    }

    /// Marks the selected audience set, or lets go of its mark.
    mutating func markToken() {
        guard let row = selectedToken else { return }
        if let index = markedTokens.firstIndex(of: row.handle) {
            markedTokens.remove(at: index)
            return show("\(row.handle) is not marked any more")
        }
        markedTokens.append(row.handle)
        let list = markedTokens.map(\.description).joined(separator: " and ")
        let compares = offered(.diff, ": ", "compares them")
        show(markedTokens.count == 2 ? "\(list) are marked\(compares)" : "\(row.handle) is marked")
    }

    private mutating func diffFurtherBack(from latter: TokenID) {
        let tokens = shown.tokens
        guard let former = tokens.generation(before: latter), let older = tokens.generation(before: former.id) else {
            guard let newest = tokens[latter.handle]?.newest, newest.id != latter,
                let former = tokens.generation(before: newest.id)
            else { return show("there is no other pair of \(latter.handle) to compare") }
            return read(.diff(former: former.id, latter: newest.id))
        }
        read(.diff(former: older.id, latter: former.id))
    }

    /// Opens a text over the one that is open, which is there again when it is closed.
    private mutating func read(_ subject: ReaderState.Subject) {
        if case .diff = reader?.subject {
            reader = ReaderState(subject: subject, origin: reader?.origin)
        } else {
            reader = ReaderState(subject: subject, origin: reader?.subject)
        }
    }
}
