import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file that fits into memory many times over: a token, or a cache of another AWS tool.
struct SmallFile: Sendable {
    enum Failure: Error, Equatable {
        case missing
        case unreadable(Errno)
        case tooLarge
    }

    /// The largest that is read, in bytes.
    static let limit = 1 << 20

    let path: FilePath

    /// - Parameter path: without `~`.
    init(_ path: String) {
        self.path = FilePath(path)
    }

    func read() throws(Failure) -> [UInt8] {
        do {
            // Without blocking: a pipe that nobody writes to must not hold the caller.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter { try Self.contents(of: file) }
        } catch let failure as Failure {
            throw failure
        } catch let errno as Errno {
            throw errno == .noSuchFileOrDirectory || errno == .notDirectory ? .missing : .unreadable(errno)
        } catch {
            throw .unreadable(.ioError)
        }
    }

    /// Puts a whole new file, readable for its owner alone, in the place of the old one.
    func replace(with bytes: [UInt8]) throws(Failure) {
        var draft = path
        draft.removeLastComponent()
        draft.append(".\(path.lastComponent?.string ?? "cache").\(UUID().uuidString)")
        do {
            let file = try FileDescriptor.open(
                draft, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
            do {
                try file.closeAfter { _ = try file.writeAll(bytes) }
                try rename(draft)
            } catch {
                try? FileManager.default.removeItem(atPath: draft.string)
                throw error
            }
        } catch {
            throw .unreadable(error as? Errno ?? .ioError)
        }
    }

    private func rename(_ draft: FilePath) throws(Errno) {
        let failed = draft.withPlatformString { old in path.withPlatformString { new in systemRename(old, new) } }
        guard failed == 0 else { throw .ioError }
    }

    private static func contents(of file: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= limit else { throw Failure.tooLarge }
        }
    }
}

extension SmallFile.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .missing: "does not exist"
        case .unreadable(let errno): "cannot be used: \(errno)"
        case .tooLarge: "is larger than 1 MiB"
        }
    }
}
