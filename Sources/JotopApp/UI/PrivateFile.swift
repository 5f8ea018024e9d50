import Foundation
import SystemPackage

/// Files that their owner alone can read, from their first byte on.
enum PrivateFile {
    /// Writes a new file.
    ///
    /// - Throws: `Errno`; ``Errno/fileExists`` where there is one of that name.
    static func create(_ path: String, _ contents: String) throws {
        let descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite)
        try descriptor.closeAfter { _ = try descriptor.writeAll(contents.utf8) }
    }

    /// Writes a file in the place of what was there, whole or not at all.
    ///
    /// - Throws: `Errno`.
    static func replace(_ path: String, with contents: String) throws {
        let draft = "\(path).\(UUID().uuidString)"
        do {
            try create(draft, contents)
            guard rename(draft, path) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }
}
