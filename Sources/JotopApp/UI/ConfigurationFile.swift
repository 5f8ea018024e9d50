import Foundation

/// A file that its user has written: in `$XDG_CONFIG_HOME/jotop`, or `~/.config/jotop`.
struct ConfigurationFile {
    let path: String
    /// nil if it cannot be read as text.
    let text: String?

    /// nil where there is none.
    init?(named name: String, _ environment: [String: String]) {
        guard let path = Self.path(of: name, environment), FileManager.default.fileExists(atPath: path) else {
            return nil
        }
        self.path = path
        text = FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    static func path(of name: String, _ environment: [String: String]) -> String? {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return base + "/jotop/" + name }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/jotop/" + name }
    }
}
