import Canvas

/// Something that can be asked for by name: an action of the key table, or a verb.
struct Command: Sendable, Hashable {
    enum Deed: Sendable, Hashable {
        case action(Action)
        case verb(Verb)
    }

    let name: String
    let argument: String?
    let help: String
    let deed: Deed

    init(_ verb: Verb) {
        (name, argument, help, deed) = (verb.rawValue, verb.argument, verb.help, .verb(verb))
    }

    init(_ action: Action) {
        (name, argument, help, deed) = (action.rawValue, nil, action.words, .action(action))
    }

    /// Everything that a key table and the verbs have to offer, by name.
    static func all(in keymap: Keymap, isReadOnly: Bool = false) -> [Command] {
        let verbs = Verb.allCases.filter { !isReadOnly || !$0.isRefusedReadOnly }
        let covered = Set(Verb.allCases.compactMap(\.action))
        let actions = Action.allCases.compactMap { action -> Command? in
            guard action.isCommand, action != .palette, !covered.contains(action) else { return nil }
            return keymap.bindings.contains { $0.action == action } ? Command(action) : nil
        }
        return (verbs.map { Command($0) } + actions).sorted { $0.name < $1.name }
    }
}
