import Canvas
import Diagnosis

extension Keymap {
    /// The name of the key that does in an inspector what a remedy asks for; nil while none does.
    func key(for remedy: RemedyAction) -> String? {
        guard let action = Action(rawValue: remedy.rawValue) else { return nil }
        return bindings.first { $0.action == action && !$0.places.isDisjoint(with: Place.inspectors) }?.keys.first?.name
    }
}
