import Dashboard
import Foundation

/// The user's keys: `$XDG_CONFIG_HOME/jotop/keys.conf`, or `~/.config/jotop/keys.conf`.
enum KeysConf {
    /// The standard table with the user's keys in it; the standard one where there is no such file.
    ///
    /// - Throws: ``KeysFileError`` for a line that cannot be used, or that the file cannot be read.
    static func keymap(_ environment: [String: String]) throws -> Keymap {
        guard let file = ConfigurationFile(named: "keys.conf", environment) else { return .standard }
        guard let text = file.text else {
            throw KeysFileError(
                file: file.path, lines: [], reason: "it cannot be read as text",
                remedy: "make it readable, or move it away")
        }
        return Keymap.standard.applying(try KeysFile(text, name: file.path))
    }
}

extension KeysFileError: RemediedError {
    var cause: String { description }
    var remedy: String? { advice }
}
