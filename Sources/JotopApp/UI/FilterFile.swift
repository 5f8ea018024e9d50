import Dashboard

/// Where the dashboard's saved filters are kept from one run to the next: `$XDG_STATE_HOME/jotop/filters`, one a line.
///
/// Nothing in it is secret: a filter is what its reader has typed.
struct FilterFile: Sendable {
    private let file: KeptFile

    /// - Parameter environment: `XDG_STATE_HOME` and `HOME` are read.
    init(environment: [String: String]) { file = KeptFile("filters", in: .state, environment: environment) }

    func read() -> SavedFilters {
        SavedFilters((file.read() ?? "").split(separator: "\n").map { String($0) })
    }

    func write(_ filters: SavedFilters) { file.write(filters.lines.map { $0 + "\n" }.joined()) }
}
