import SystemPackage

/// A file that fits into memory many times over: a token, or a cache of another AWS tool.
struct SmallFile: Sendable {
    enum Failure: Error, Equatable {
        case missing
        case unreadable(Errno)
        case tooLarge
    }

    /// The largest that is read, in bytes.
    static let limit = 65_536

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
        case .tooLarge: "is larger than 64 KiB"
        }
    }
}
