import Canvas
import TrustConfiguration

/// A list of things to choose from by their letters.
enum Menu: Sendable, Equatable {
    case copy, export, claims, trust

    struct Entry: Sendable, Equatable {
        let key: Character
        let text: String
    }
}

extension Dashboard {
    func title(of menu: Menu) -> String {
        switch menu {
        case .copy: return "copy \(subjectInHand)"
        case .export: return "export \(exportedRows), hide level \(hideLevel)"
        case .trust:
            return "trust for \(trustSubject?.audiences.count.counted("audience") ?? "nobody"), hide level \(hideLevel)"
        case .claims: return "copy a claim of \(tokenInHand.map { "\($0.id)" } ?? "")"
        }
    }

    func entries(of menu: Menu) -> [Menu.Entry] {
        switch menu {
        case .copy:
            CopyItem.all.filter { $0.make(self) != nil }.map { item in
                let claim = item.name == "claim" ? selectedClaim.map { "claim \($0.label)" } : nil
                return Menu.Entry(key: item.key, text: claim ?? item.text)
            }
        case .export: ExportItem.all.filter { $0.isThere(self) }.map { Menu.Entry(key: $0.key, text: $0.text) }
        case .trust: ExportItem.trust.map { Menu.Entry(key: $0.key, text: $0.text) }
        case .claims:
            zip("123456789abcdefghijklm", claimClips).map { key, clip in
                Menu.Entry(key: key, text: clip.name.split(separator: " ").dropFirst().first.map(String.init) ?? "")
            }
        }
    }

    private var subjectInHand: String {
        switch view {
        case .flows: flowInHand.map { "\($0.id)" } ?? ""
        case .tokens: tokenInHand.map { "\($0.id)" } ?? ""
        case .events: "event"
        }
    }

    mutating func choose(_ key: Key, from menu: Menu) -> [Effect] {
        guard case .character(let letter) = key else { return [] }
        switch menu {
        case .copy:
            guard let item = CopyItem.all.first(where: { $0.key == letter }) else { return [] }
            return take(item)
        case .export:
            guard let item = ExportItem.all.first(where: { $0.key == letter && $0.isThere(self) }) else { return [] }
            return write(item, to: nil)
        case .trust:
            guard let item = ExportItem.trust.first(where: { $0.key == letter }) else { return [] }
            return write(item, to: nil)
        case .claims:
            guard let index = entries(of: menu).firstIndex(where: { $0.key == letter }) else { return [] }
            let clip = claimClips[index]
            dialog = nil
            return [.copy(clip)]
        }
    }
}
