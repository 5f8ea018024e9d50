extension FuzzTarget {
    static let all = wire + tokens + documents + files + addresses + output
}
