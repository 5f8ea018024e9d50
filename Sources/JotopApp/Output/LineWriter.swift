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

    /// Writes lines that end without a line end each.
    ///
    /// - Throws: `Errno`, such as a broken pipe when the reader has gone.
    func write(_ lines: [String]) throws { try write(Lines(lines)) }

    /// The same on a thread that is there for that, and none of Swift's: a pipe that nobody reads blocks whoever writes.
    func writeAside(_ lines: Lines) async throws {
        try await NIOThreadPool.singleton.runIfActive { try write(lines) }
    }

    /// Writes last words, and gives them up where nobody takes them within a second, as on a terminal whose output is held:
    /// a program that is to end must not wait for that.
    func writeLastWords(_ lines: [String]) {
        var rest = Lines(lines).bytes[...]
        while !rest.isEmpty, hasRoom(milliseconds: 1000) {
            // As much as goes into any buffer that has room at all: the rest of a longer piece would have to be waited for.
            guard let count = try? rest.prefix(128).withUnsafeBytes({ try descriptor.write($0) }) else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func hasRoom(milliseconds: Int32) -> Bool {
        var file = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
        return poll(&file, 1, milliseconds) > 0
    }

    /// Closes a file; the standard descriptors stay open for whoever comes next.
    func close() {
        guard descriptor != .standardOutput, descriptor != .standardError else { return }
        try? descriptor.close()
    }
}
