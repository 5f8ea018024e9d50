import Canvas
import Diagnosis

extension Keymap {
    /// The name of the key that does in an inspector what a remedy asks for, of both keys where it stands in a menu; nil while
    /// none does.
    func key(for remedy: RemedyAction) -> String? {
        switch remedy {
        case .evidence: key(toCopy: "evidence")
        case .policy: ExportItem.all.first { $0.name == "policy" }.flatMap { key(for: .exportMenu, then: $0.key) }
        case .trust: ExportItem.all.first { $0.name == "trust" }.flatMap { key(for: .exportMenu, then: $0.key) }
        default: Action(rawValue: remedy.rawValue).flatMap { key(for: $0, in: Place.inspectors) }
        }
    }

    /// The keys that copy something of the copy menu, by its name there.
    func key(toCopy name: String) -> String? {
        CopyItem.all.first { $0.name == name }.flatMap { key(for: .copyMenu, then: $0.key) }
    }

    private func key(for menu: Action, then letter: Character) -> String? {
        key(for: menu, in: Place.inspectors).map { "\($0) \(letter)" }
    }
}
