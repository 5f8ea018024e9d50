extension FuzzTarget {
    static let all = tokens + documents + files + addresses + output
}
