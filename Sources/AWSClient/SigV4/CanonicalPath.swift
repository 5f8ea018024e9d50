/// The path of a canonical request.
enum CanonicalPath {
    /// - Parameter path: as it stands on the wire. Empty means `/`.
    static func text(for path: Substring) -> String {
        URIEncoding.encode(removingDotSegments(path), keepingSlashes: true)
    }

    /// `.` and `..` resolved and runs of slashes made one (RFC 3986, section 5.2.4, and what AWS adds to it).
    private static func removingDotSegments(_ path: Substring) -> String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/") {
            switch segment {
            case ".": continue
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        guard !kept.isEmpty else { return "/" }
        return "/" + kept.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
    }
}
