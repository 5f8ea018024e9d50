import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SmallFile {
    /// How the replacing of a file ended.
    enum Replacement: Sendable, Equatable {
        case written
        /// It is gone: somebody logged out.
        case gone
        /// It is not what was read: somebody logged in anew, or renewed the login.
        case changed
        /// It belongs to another user, or cannot be written.
        case refused
    }

    /// Puts a whole new file, readable for its owner alone, in the place of the one that was read, unless that has
    /// changed since.
    ///
    /// A symbolic link stays, and its target is replaced.
    func replace(_ read: [UInt8], with bytes: [UInt8]) -> Replacement {
        guard let real = systemRealPath(path.string) else { return .gone }
        let target = SmallFile(real)
        guard let facts = FileFacts(real), facts.isRegular, facts.isOurs else { return .refused }
        target.removeDrafts()
        let draft = target.folder.appending("\(target.draftPrefix)\(UUID().uuidString)")
        do {
            try Self.write(bytes, to: draft)
            // As late as can be: other programs take no lock on their caches.
            let ending = target.state(since: read)
            guard ending == .written else {
                remove(draft)
                return ending
            }
            guard systemRename(draft.string, real) == 0 else { throw Errno.ioError }
            return .written
        } catch {
            remove(draft)
            return .refused
        }
    }

    /// `written` for a file that may be replaced.
    private func state(since bytes: [UInt8]) -> Replacement {
        do { return try read() == bytes ? .written : .changed } catch { return error == .missing ? .gone : .changed }
    }

    private static func write(_ bytes: [UInt8], to draft: FilePath) throws {
        let file = try FileDescriptor.open(
            draft, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        try file.closeAfter {
            _ = try file.writeAll(bytes)
            guard systemSync(file.rawValue) == 0 else { throw Errno.ioError }
        }
    }

    private var folder: FilePath { path.removingLastComponent() }
    private var draftPrefix: String { ".\(path.lastComponent?.string ?? "cache")." }

    /// Drafts that a crash left behind: older by an hour than now.
    private func removeDrafts() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        for name in names where name.hasPrefix(draftPrefix) && UUID(uuidString: suffix(of: name)) != nil {
            let draft = folder.appending(name)
            guard let facts = FileFacts(draft.string), facts.isRegular, facts.isOurs, facts.age > 3600 else { continue }
            remove(draft)
        }
    }

    private func suffix(of name: String) -> String { String(name.dropFirst(draftPrefix.count)) }

    private func remove(_ draft: FilePath) { try? FileManager.default.removeItem(atPath: draft.string) }
}
