/// The names of keys, for texts that tell their reader what to press: a user's `keys.conf` may have changed any of them.
extension Keymap {
    /// The first key that does something in a place; nil where none does.
    func key(for action: Action, in place: Place) -> String? { key(for: action, in: [place]) }

    /// The first key that does something in one of several places.
    func key(for action: Action, in places: Set<Place>) -> String? {
        bindings.first { $0.action == action && !$0.places.isDisjoint(with: places) }?.keys.first?.name
    }

    /// The first key that does something anywhere.
    func anyKey(for action: Action) -> String? { bindings.first { $0.action == action }?.keys.first?.name }

    /// `p resume`: a key, and what it does in a place; nil where none does that there.
    func offer(_ action: Action, in place: Place, _ words: String) -> String? {
        key(for: action, in: place).map { "\($0) \(words)" }
    }
}

extension Dashboard {
    /// A key and what it does where the reader is, behind what leads up to it; nothing where no key does that.
    func offered(_ action: Action, _ before: String, _ words: String) -> String {
        keymap.offer(action, in: place, words).map { before + $0 } ?? ""
    }
}
