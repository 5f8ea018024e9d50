import ProxyCore

/// A call to STS that is under way.
struct CallWords {
    private let call: TokenFetching
    private let waited: Duration

    /// nil where there is none.
    init?(_ row: TokenRow, _ scene: Scene) {
        guard let call = row.fetching, let since = row.fetchingSince else { return nil }
        (self.call, waited) = (call, since.duration(to: scene.now))
    }

    /// `asking STS... 4s, first asked for by #1197`; without a count for the first second, in which most calls are over.
    var text: String {
        let count = waited < .seconds(1) ? "" : " \(waited.phrase)"
        return "asking STS...\(count)" + (call.flow.map { ", first asked for by \($0)" } ?? "")
    }
}
