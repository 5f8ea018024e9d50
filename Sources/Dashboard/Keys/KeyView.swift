/// A name that a line of `keys.conf` gives to one or several places.
package enum KeyView: String, Sendable, Hashable, CaseIterable {
    /// Everywhere but in questions and at prompts.
    case generic
    case flows, tokens, events, inspector, reader, help

    package var places: Set<Place> {
        switch self {
        case .generic: Place.views.union([.help])
        case .flows: [.flows]
        case .tokens: [.tokens]
        case .events: [.events]
        case .inspector: Place.inspectors
        case .reader: [.reader]
        case .help: [.help]
        }
    }
}
