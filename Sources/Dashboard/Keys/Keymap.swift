package import Canvas

/// The key table. Dispatch, hints, help, palette and manual are all read from it, so that none can promise what another
/// does not do.
package struct Keymap: Sendable {
    /// Two bindings that want the same key in the same place.
    package struct Conflict: Sendable, Hashable, CustomStringConvertible {
        package let key: Key
        package let place: Place
        package let actions: [Action]

        package var description: String {
            "\(key.name) in \(place.rawValue): \(actions.map(\.rawValue).joined(separator: " and "))"
        }
    }

    package let bindings: [Binding]
    private let table: [Place: [Key: Binding]]
    /// Empty in a table that can be used; where two bindings meet, the earlier wins.
    package let conflicts: [Conflict]

    package init(_ bindings: [Binding]) {
        self.bindings = bindings
        var table: [Place: [Key: Binding]] = [:]
        var conflicts: [Conflict] = []
        for binding in bindings {
            for place in Place.allCases where binding.places.contains(place) {
                for key in binding.keys {
                    if let taken = table[place]?[key] {
                        conflicts.append(Conflict(key: key, place: place, actions: [taken.action, binding.action]))
                    } else {
                        table[place, default: [:]][key] = binding
                    }
                }
            }
        }
        self.table = table
        self.conflicts = conflicts
    }

    package func binding(for key: Key, in place: Place) -> Binding? { table[place]?[key] }
    package func action(for key: Key, in place: Place) -> Action? { binding(for: key, in: place)?.action }

    /// The bindings that work in a place, in the order of the table.
    package func bindings(in place: Place) -> [Binding] { bindings.filter { $0.places.contains(place) } }

    /// The table of a screen that must change nothing: without what acts on the engine, and without what hands out a token.
    package var readOnly: Keymap { Keymap(bindings.filter { !$0.action.isRefusedReadOnly && $0.group != .act }) }
}

extension Action {
    /// Whether it is about every token there is, and so about no row.
    var isAboutAllTokens: Bool { self == .refreshAll || self == .evictAll }

    /// Whether it changes the engine, or hands out what it holds.
    var isRefusedReadOnly: Bool {
        switch self {
        case .refresh, .refreshAll, .evict, .evictAll, .undo, .setAudience, .minting, .copyToken, .replay, .bisect: true
        default: false
        }
    }
}
