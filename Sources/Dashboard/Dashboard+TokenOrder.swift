import Canvas
import ProxyCore

/// Sorting the list of tokens.
extension Dashboard {
    var tokenColumns: TokenColumns {
        TokenColumns(
            width: layout(of: .tokens).list?.columns ?? size.columns, rows: shown.tokens.rows,
            wishes: columns.tokens)
    }

    func sortTitle(_ sort: TokenSort) -> String {
        tokenColumns.placed.first { $0.column == sort.column }?.title ?? sort.column.rawValue
    }

    mutating func sortTokens() {
        setTokenSort(TokenSort.next(after: tokenSort, among: tokenColumns.placed.map(\.column)))
    }

    mutating func invertTokenSort() {
        guard var sort = tokenSort else {
            return show("in order of first use" + offered(.sort, ": ", "sorts by a column"))
        }
        sort.isDescending.toggle()
        setTokenSort(sort)
    }

    /// The first in the new order is what the order was wanted for.
    private mutating func setTokenSort(_ sort: TokenSort?) {
        let selected = selectedKey(in: .tokens)
        tokenSort = sort
        orderTokens()
        guard let sort else {
            if let selected { select(selected, in: .tokens) }
            return show("in order of first use again")
        }
        select(.min, in: .tokens)
        let offers = offered(.sort, ". ", "next column") + offered(.invertSort, ", ", "inverts")
        show("by \(sortTitle(sort)), \(sort.direction)" + offers)
    }

    /// Puts the tokens in order anew.
    mutating func orderTokens() {
        tokensSortedAt = now
        let (sort, tokens, now) = (tokenSort, shown.tokens, shownNow)
        tokensListing.put(inOrder: sort.map { sort in { sort.ordered($0, in: tokens, at: now) } }, tokens.keys)
    }

    /// What is left changes by itself, so sorted tokens are put in order once a second, and never while somebody presses keys.
    mutating func reorderTokensIfDue() {
        guard tokenSort != nil, pause == nil, isCalm(since: tokensSortedAt) else { return }
        keepingPlace(in: .tokens) { $0.orderTokens() }
    }
}
