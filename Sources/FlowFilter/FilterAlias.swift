/// The spellings that fingers know from mitmproxy: `~c 401`, `~m POST`, `~d host`, `~u path`, `~q`, `~s`, `~e`.
package enum FilterAlias: String, Sendable, CaseIterable {
    case code = "~c"
    case method = "~m"
    case domain = "~d"
    case address = "~u"
    /// A request without an answer.
    case request = "~q"
    /// One with an answer.
    case response = "~s"
    case error = "~e"

    init?(_ word: FilterWord) {
        guard word.units.first.map({ !$0.isQuoted }) ?? false else { return nil }
        self.init(rawValue: word.text)
    }

    private var key: FilterKey? {
        switch self {
        case .code: .st
        case .method: .m
        case .domain: .host
        case .address: .path
        case .request, .response, .error: nil
        }
    }

    /// - Parameters:
    ///   - value: the word that follows, if this takes one.
    ///   - place: where the alias itself stands.
    func test(
        _ value: @autoclosure () -> FilterWord?, at place: Range<Int>
    ) throws(FilterError) -> (test: FilterTerm.Test, isInverted: Bool) {
        guard let key else {
            return (.traits([self == .error ? .problem : .inflight]), self == .response)
        }
        guard let value = value() else {
            let example = key.example.drop { $0 != ":" }.dropFirst()
            throw FilterError(
                range: place.upperBound..<place.upperBound, wanted: "\(rawValue) wants a value",
                example: "\(rawValue) \(example)")
        }
        return (try FilterValues(key, value).test(), false)
    }
}
