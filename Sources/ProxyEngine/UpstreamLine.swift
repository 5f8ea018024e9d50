/// A connection to an upstream that can be used, in the version that was agreed on.
enum UpstreamLine {
    case http1(UpstreamConnection)
    case http2(HTTP2UpstreamConnection)

    func close() {
        switch self {
        case .http1(let connection): connection.close()
        case .http2(let connection): connection.close()
        }
    }
}
