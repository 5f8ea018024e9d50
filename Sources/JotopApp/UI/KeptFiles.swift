import Dashboard

/// What the dashboard keeps from one run to the next: saved filters, columns, and the lines that were entered.
struct KeptFiles: Sendable {
    private let filters: FilterFile
    private let columns: KeptFile
    private let history: KeptFile

    /// - Parameter environment: `XDG_STATE_HOME`, `XDG_CONFIG_HOME` and `HOME` are read.
    init(environment: [String: String]) {
        filters = FilterFile(environment: environment)
        columns = KeptFile("columns.conf", in: .configuration, environment: environment)
        history = KeptFile("history", in: .state, environment: environment)
    }

    /// What there is, for the dashboard to be told.
    func read() -> [Dashboard.Message] {
        [
            .filtersKept(filters.read()), .columnsKept(ColumnChoice(columns.read() ?? "")),
            .historyKept(PromptHistory(history.read() ?? "")),
        ]
    }

    func write(_ kept: SavedFilters) { filters.write(kept) }
    func write(_ kept: ColumnChoice) { columns.write(kept.text) }
    func write(_ kept: PromptHistory) { history.write(kept.text) }
}
