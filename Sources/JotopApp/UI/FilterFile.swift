import Dashboard
import Foundation

/// Where the dashboard's saved filters are kept from one run to the next: `$XDG_STATE_HOME/jotop/filters`, one a line.
///
/// A file that cannot be read is no filters; one that cannot be written is told nobody, since nothing but a convenience
/// is lost. Nothing in it is secret: a filter is what its reader has typed. It is readable for its owner alone all the same.
struct FilterFile: Sendable {
    /// A file that is larger was written by somebody else.
    private static let limit = 64 << 10

    private let file: URL?

    /// - Parameter environment: `XDG_STATE_HOME` and `HOME` are read.
    init(environment: [String: String]) {
        // A relative path is to be ignored (XDG Base Directory Specification).
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
        file = (state ?? home?.appending(path: ".local/state"))?.appending(path: "jotop/filters")
    }

    func read() -> SavedFilters {
        guard let file, let handle = try? FileHandle(forReadingFrom: file) else { return SavedFilters([]) }
        defer { try? handle.close() }
        let bytes = try? handle.read(upToCount: Self.limit)
        let text = String(decoding: bytes ?? Data(), as: UTF8.self)
        return SavedFilters(text.split(separator: "\n").map { String($0) })
    }

    func write(_ filters: SavedFilters) {
        guard let file else { return }
        let folder = file.deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let text = filters.lines.map { $0 + "\n" }.joined()
        guard (try? Data(text.utf8).write(to: file, options: .atomic)) != nil else { return }
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
}
