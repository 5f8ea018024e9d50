import NIOHTTP1

/// The bearer token of a request (RFC 6750, section 2.1).
enum BearerToken {
    case none
    /// Several fields, another scheme's syntax, or no token after the scheme.
    case malformed
    case token(String)

    init(_ headers: HTTPHeaders) {
        let fields = headers["Authorization"]
        guard let field = fields.first else {
            self = .none
            return
        }
        let words = field.split(separator: " ", maxSplits: 1)
        guard fields.count == 1, words.first?.lowercased() == "bearer" else {
            self = fields.count > 1 ? .malformed : .none
            return
        }
        let token = words.count == 2 ? words[1] : ""
        self = token.isEmpty || token.contains(" ") ? .malformed : .token(String(token))
    }
}
