#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The reading of a shared file, up to a bound.
enum BoundedFile {
    /// The largest file that is read, in bytes.
    static let limit = 1_048_576

    /// - Parameters:
    ///   - path: a file, or a pipe such as the shell's `<(…)`, which is read to its end.
    ///   - variable: the variable that can name another file, for the error's remedy.
    /// - Returns: nothing where there is no such file.
    static func contents(of path: String, variable: String) throws(SharedConfigError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw unreadable(path, errno, variable)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            switch next(descriptor, into: &bytes) {
            case .more: continue
            case .end: return bytes
            case .failed(let code): throw unreadable(path, code, variable)
            }
        }
        throw SharedConfigError(
            message: "\(path) is larger than \(limit / 1024) KiB, which no AWS configuration is",
            remedy: "make it smaller, or name the right file by \(variable)")
    }

    private enum Step {
        case more, end
        case failed(Int32)
    }

    private static func next(_ descriptor: Int32, into bytes: inout [UInt8]) -> Step {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { return errno == EINTR ? .more : .failed(errno) }
        bytes += chunk.prefix(count)
        return count == 0 ? .end : .more
    }

    private static func unreadable(_ path: String, _ code: Int32, _ variable: String) -> SharedConfigError {
        SharedConfigError(
            message: "\(path) cannot be read: \(String(cString: strerror(code)))",
            remedy: "let this user read it, or name another file by \(variable)")
    }
}
