extension FlowColumns.Column: ListColumn {
    var name: String { rawValue.filter { $0 != " " } }

    var meaning: String {
        switch self {
        case .id: "the request's number"
        case .time: "when it came"
        case .method: "its method"
        case .upstream: "the upstream's host"
        case .path: "path and query"
        case .status: "the answer's status"
        case .token: "its token, and how it was come by"
        case .left: "what the token had left when it was sent"
        case .tokenTime: "the wait for the token, ms"
        case .upstreamTime: "the upstream's share, ms"
        case .total: "everything, ms (MS where it stands alone)"
        case .age: "how old the token was when it was sent"
        case .print: "six digits of the token's SHA-256"
        case .received: "bytes of the answer's body"
        }
    }

    var usualWish: ColumnWish {
        switch self {
        case .id, .tokenTime, .upstreamTime: .whenWide
        case .time, .method, .upstream, .path, .status, .token, .left, .total: .always
        case .age, .print, .received: .never
        }
    }
}
