#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The reading of a shared file, up to a bound.
struct BoundedFile {
    /// The largest file that is read, in bytes.
    static let limit = 1_048_576
    /// The longest wait for somebody to write into a pipe, in milliseconds.
    static let patience: Int32 = 2_000

    /// What a file holds, and why it could not be opened.
    struct Contents {
        var bytes: [UInt8] = []
        var obstacle: String?
    }

    private let path: String
    private let variable: String
    private let descriptor: Int32

    /// - Parameters:
    ///   - path: a file, or a pipe such as the shell's `<(…)`, which is read to its end. A pipe gives its text once;
    ///     it is kept, and given again when the pipe has no more. A pipe that nobody writes to is empty.
    ///   - variable: the variable that can name another file, for the error's remedy.
    /// - Returns: nothing where there is no such file, or where it cannot be opened, such as one of another user: as in
    ///   the AWS SDKs it is passed over.
    static func contents(of path: String, variable: String) throws(SharedConfigError) -> Contents {
        // Without blocking: the opening of a pipe would wait for its writer, without end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            guard code != ENOENT, code != ENOTDIR else { return Contents() }
            return Contents(obstacle: "\(path.excerpt) cannot be opened: \(String(cString: strerror(code)))")
        }
        defer { close(descriptor) }
        let file = BoundedFile(path: path, variable: variable, descriptor: descriptor)
        guard let pipe = PipeContents.Key(path: path, descriptor: descriptor) else {
            return Contents(bytes: try file.contents(patience: 0))
        }
        let kept = PipeContents.kept(of: pipe)
        let bytes = try file.contents(patience: kept == nil ? patience : 0)
        guard bytes.isEmpty else {
            PipeContents.keep(bytes, of: pipe)
            return Contents(bytes: bytes)
        }
        return Contents(bytes: kept ?? [])
    }

    /// - Parameter patience: how long to wait for the first byte, in milliseconds.
    private func contents(patience: Int32) throws(SharedConfigError) -> [UInt8] {
        var bytes: [UInt8] = []
        wait(patience)
        while bytes.count <= Self.limit {
            switch next(into: &bytes) {
            case .more: continue
            case .end: return bytes
            case .nothingYet:
                if bytes.isEmpty, patience == 0 { return [] }
                guard wait(Self.patience) else { throw Self.unreadable(path, "its writer is silent", variable) }
            case .failed(let code): throw Self.unreadable(path, String(cString: strerror(code)), variable)
            }
        }
        throw SharedConfigError(
            message: "\(path.excerpt) is larger than \(Self.limit / 1024) KiB, which no AWS configuration is",
            remedy: "make it smaller, or name the right file by \(variable)")
    }

    private enum Step {
        case more, end, nothingYet
        case failed(Int32)
    }

    private func next(into bytes: inout [UInt8]) -> Step {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { return errno == EINTR ? .more : errno == EAGAIN ? .nothingYet : .failed(errno) }
        bytes += chunk.prefix(count)
        return count == 0 ? .end : .more
    }

    /// Whether there is something to read, or the end, within so many milliseconds.
    @discardableResult
    private func wait(_ milliseconds: Int32) -> Bool {
        guard milliseconds > 0 else { return true }
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) > 0
    }

    private static func unreadable(_ path: String, _ reason: String, _ variable: String) -> SharedConfigError {
        SharedConfigError(
            message: "\(path.excerpt) cannot be read: \(reason)",
            remedy: "let this user read it, or name another file by \(variable)")
    }
}
