extension FuzzTarget {
    static let all = wire + http2 + tokens + documents + files + addresses + output
}
