import FlowFilter

/// The filter of one list: what was typed, and whether it is on.
struct FilterState: Sendable, Equatable {
    /// As typed, for the next time the prompt is opened.
    private(set) var text = ""
    private(set) var filter = FlowFilter()
    /// What its relative times are reckoned from: when it was set.
    private(set) var moment: FilterMoment
    /// Switched off, it is not forgotten.
    var isOn = true

    init(moment: FilterMoment) { self.moment = moment }

    var isActive: Bool { isOn && !filter.isEmpty }
    var isEmpty: Bool { filter.isEmpty }

    mutating func set(_ filter: FlowFilter, typed text: String, at moment: FilterMoment) {
        self.text = text
        self.filter = filter
        self.moment = moment
        isOn = true
    }

    func matches(_ row: some FilterRow) -> Bool { filter.matches(row, at: moment) }
}
