/// What the upstream does with an accepted request, chosen by its path, so that a demonstration's traffic is varied.
struct UpstreamBehaviour: Equatable {
    enum Answer: Equatable {
        /// A JSON document of what was received.
        case echo
        /// That many bytes, streamed.
        case large(bytes: Int)
        case status(Int)
    }

    var delay: Duration = .zero
    var answer = Answer.echo

    /// The bounds, so that no request can keep the upstream busy for long.
    static let longestDelay: Duration = .seconds(60)
    static let largestBody = 64 << 20

    /// - `/slow?ms=800` waits, then echoes.
    /// - `/large?bytes=300000` sends that many bytes.
    /// - `/status/404` answers with that status, 200 to 599.
    /// - Every other path echoes.
    init(path: String, query: Substring) {
        let parameters = QueryParameters(query.utf8)
        switch path {
        case "/slow":
            let milliseconds = parameters["ms"].flatMap { Int($0) } ?? 1_000
            delay = min(.milliseconds(max(0, milliseconds)), Self.longestDelay)
        case "/large":
            let bytes = parameters["bytes"].flatMap { Int($0) } ?? 1 << 20
            answer = .large(bytes: min(max(0, bytes), Self.largestBody))
        case _ where path.hasPrefix("/status/"):
            guard let code = Int(path.dropFirst("/status/".count)), (200...599).contains(code) else { return }
            answer = .status(code)
        default: break
        }
    }
}
