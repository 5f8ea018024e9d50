import Dashboard
import Foundation

/// The user's keys: `$XDG_CONFIG_HOME/jotop/keys.conf`, or `~/.config/jotop/keys.conf`.
enum KeysConf {
    static func path(_ environment: [String: String]) -> String? {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return base + "/jotop/keys.conf" }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/jotop/keys.conf" }
    }

    /// The standard table with the user's keys in it; the standard one where there is no such file.
    ///
    /// - Throws: ``KeysFileError`` for a line that cannot be used, or that the file cannot be read.
    static func keymap(_ environment: [String: String]) throws -> Keymap {
        guard let path = path(environment), FileManager.default.fileExists(atPath: path) else { return .standard }
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw KeysFileError(
                file: path, lines: [], reason: "it cannot be read as text", remedy: "make it readable, or move it away")
        }
        return Keymap.standard.applying(try KeysFile(text, name: path))
    }
}

extension KeysFileError: RemediedError {
    var cause: String { description }
    var remedy: String? { advice }
}
