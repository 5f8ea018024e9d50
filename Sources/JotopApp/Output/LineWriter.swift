import NIOPosix
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes whole lines to a file descriptor.
struct LineWriter: Sendable {
    private let descriptor: FileDescriptor

    static let standardOutput = LineWriter(.standardOutput)
    static let standardError = LineWriter(.standardError)

    private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Begins a file, readable by its owner alone: it says who talks to whom.
    ///
    /// - Throws: `Errno` if it cannot be opened.
    init(creating path: String) throws {
        descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
        // One that was there before has the permissions of before.
        let status = try descriptor.stat()
        guard status.type == .regular, status.permissions != .ownerReadWrite else { return }
        guard fchmod(descriptor.rawValue, 0o600) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Begins a new file, on a thread that is there for waiting: a name may stand for a pipe that nobody reads.
    ///
    /// - Throws: ``Errno/fileExists`` where there is one of that name; `Errno` if it cannot be made.
    static func creatingAside(_ path: String) async throws -> LineWriter {
        try await NIOThreadPool.singleton.runIfActive {
            LineWriter(
                try FileDescriptor.open(
                    FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                    permissions: .ownerReadWrite))
        }
    }

    /// - Throws: `Errno`, such as a broken pipe when the reader has gone.
    func write(_ lines: Lines) throws {
        guard !lines.bytes.isEmpty else { return }
        try descriptor.writeAll(lines.bytes)
    }

    /// - Throws: as the other one.
    func write(_ lines: [String]) throws { try write(Lines(lines)) }

    /// The same on a thread that is there for that, and none of Swift's: a pipe that nobody reads blocks whoever writes.
    func writeAside(_ lines: Lines) async throws {
        try await NIOThreadPool.singleton.runIfActive { try write(lines) }
    }

    /// Closes a file; the standard descriptors stay open for whoever comes next.
    func close() {
        guard descriptor != .standardOutput, descriptor != .standardError else { return }
        try? descriptor.close()
    }
}
