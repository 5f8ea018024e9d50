package import Canvas

/// The key table. Dispatch, hints and help are all read from it, so that none can promise what another does not do.
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
    private let actions: [Place: [Key: Action]]
    /// Empty in a table that can be used; where two bindings meet, the earlier wins.
    package let conflicts: [Conflict]

    package init(_ bindings: [Binding]) {
        self.bindings = bindings
        var actions: [Place: [Key: Action]] = [:]
        var conflicts: [Conflict] = []
        for binding in bindings {
            for place in Place.allCases where binding.places.contains(place) {
                for key in binding.keys {
                    if let taken = actions[place]?[key] {
                        conflicts.append(Conflict(key: key, place: place, actions: [taken, binding.action]))
                    } else {
                        actions[place, default: [:]][key] = binding.action
                    }
                }
            }
        }
        self.actions = actions
        self.conflicts = conflicts
    }

    package func action(for key: Key, in place: Place) -> Action? { actions[place]?[key] }

    /// The bindings that work in a place, in the order of the table.
    package func bindings(in place: Place) -> [Binding] { bindings.filter { $0.places.contains(place) } }
}
