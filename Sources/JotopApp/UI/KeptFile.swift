import Foundation

/// A small text that is kept from one run to the next, in a file readable by its owner alone.
///
/// A file that cannot be read counts as missing, and nobody is told of one that cannot be written: only a convenience is lost.
struct KeptFile: Sendable {
    enum Folder {
        /// What a program remembers: `$XDG_STATE_HOME`, or `~/.local/state`.
        case state
        /// What a user may edit: `$XDG_CONFIG_HOME`, or `~/.config`.
        case configuration
    }

    /// A file that is larger was written by somebody else.
    private static let limit = 64 << 10

    private let file: URL?

    /// - Parameter environment: the variables above and `HOME` are read; a relative path is to be ignored (XDG Base Directory
    ///   Specification).
    init(_ name: String, in folder: Folder, environment: [String: String]) {
        let (variable, usual) =
            switch folder {
            case .state: ("XDG_STATE_HOME", ".local/state")
            case .configuration: ("XDG_CONFIG_HOME", ".config")
            }
        let own = environment[variable].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
        file = (own ?? home?.appending(path: usual))?.appending(path: "jotop").appending(path: name)
    }

    /// nil where there is none.
    func read() -> String? {
        guard let file, let handle = try? FileHandle(forReadingFrom: file) else { return nil }
        defer { try? handle.close() }
        guard let bytes = try? handle.read(upToCount: Self.limit + 1), bytes.count <= Self.limit else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Takes the place of what was there, whole or not at all. What somebody else wrote stays.
    func write(_ text: String) {
        guard let file, text.utf8.count <= Self.limit, size(of: file) <= Self.limit else { return }
        let folder = file.deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try? PrivateFile.replace(file.path, with: text)
    }

    private func size(of file: URL) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return attributes?[.size] as? Int ?? 0
    }
}
