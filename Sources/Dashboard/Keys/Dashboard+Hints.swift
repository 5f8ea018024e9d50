/// The words of the hints line that depend on what there is.
extension Dashboard {
    /// The word for a binding; nil where it has none, where it would lead nowhere, and where there has been no row yet that it
    /// could be about.
    func hint(of binding: Binding) -> String? {
        if Place.lists.contains(place), rowCount(in: view) == 0, binding.action.isAboutList { return nil }
        guard binding.action == .otherEnd else { return binding.hint }
        switch view {
        case .events: return selectedEvent.flatMap { $0.isAboutFlow ? "flow" : $0.handle == nil ? nil : binding.hint }
        case .flows: return refusalInHand == nil ? binding.hint : "event"
        case .tokens: return binding.hint
        }
    }
}

extension Action {
    /// Whether it is of use only where rows come or have come.
    fileprivate var isAboutList: Bool {
        switch self {
        case .problemsOnly, .filter, .pause, .follow, .timeFormat, .sort, .fold: true
        default: false
        }
    }
}
