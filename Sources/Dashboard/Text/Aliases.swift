/// Names that stand for hosts, paths and subjects from hide level 2 on: the same for as long as the session lasts.
struct Aliases: Sendable {
    /// New names beyond this many are not told apart, so that a crawl through the proxy costs no memory without end.
    private static let limit = 4_096

    private(set) var hosts: [String: Int] = [:]
    private var paths: [String: Int] = [:]
    private(set) var subjects: [String: Int] = [:]

    mutating func met(host: String) { Self.add(host, to: &hosts) }
    mutating func met(path: String) { Self.add(path, to: &paths) }
    mutating func met(subject: String) { Self.add(subject, to: &subjects) }

    func host(_ name: String) -> String { "host-" + Self.number(of: name, in: hosts) }
    func path(_ path: String) -> String { "/p-" + Self.number(of: path, in: paths) }
    func subject(_ name: String) -> String { "sub-" + Self.number(of: name, in: subjects) }

    private static func add(_ name: String, to names: inout [String: Int]) {
        guard names[name] == nil, names.count < limit else { return }
        names[name] = names.count + 1
    }

    private static func number(of name: String, in names: [String: Int]) -> String {
        names[name].map { String($0) } ?? "?"
    }
}
