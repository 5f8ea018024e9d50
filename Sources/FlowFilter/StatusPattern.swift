/// Statuses by their digits, `x` standing for any: `401`, `40x`, `4xx`; or `...` while there is none.
package enum StatusPattern: Sendable, Equatable, CustomStringConvertible {
    case none
    case range(ClosedRange<Int>)

    init?(_ text: String) {
        if text == "..." {
            self = .none
            return
        }
        let digits = text.lowercased().prefix { $0 != "x" }
        let unknown = text.count - digits.count
        guard text.count == 3, digits.count >= 1, text.lowercased().dropFirst(digits.count).allSatisfy({ $0 == "x" }),
            let value = Int(digits), (1...9).contains(digits.first?.wholeNumberValue ?? 0)
        else { return nil }
        let width = [1, 10, 100][unknown]
        self = .range(value * width...(value * width + width - 1))
    }

    func matches(_ row: some FilterRow) -> Bool {
        let status = row.number(.st)
        return switch self {
        case .none: status == nil && row.has(.inflight)
        case .range(let range): status.map { range.contains(Int($0)) } ?? false
        }
    }

    package var description: String {
        switch self {
        case .none: "..."
        case .range(let range):
            String(range.lowerBound).prefix(range.count == 1 ? 3 : range.count == 10 ? 2 : 1)
                + (range.count == 1 ? "" : range.count == 10 ? "x" : "xx")
        }
    }
}
