#if canImport(Glibc)
    private import Glibc
#else
    private import Darwin
#endif

/// The file descriptors of the terminal: where to draw and where keys come from.
final class TerminalDevice: Sendable {
    let input: Int32
    let output: Int32
    /// What was opened here and is to be closed here.
    private let owned: Int32?

    /// - Parameter path: a terminal; nil for standard output, with keys from standard input or, if that is a pipe, from the
    ///   terminal that controls the process.
    init(path: String?) throws(TerminalError) {
        if let path {
            let opened = try Self.open(path)
            (input, output, owned) = (opened, opened, opened)
        } else {
            guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
            let opened: Int32? = isatty(STDIN_FILENO) == 1 ? nil : try Self.open("/dev/tty")
            (input, output, owned) = (opened ?? STDIN_FILENO, STDOUT_FILENO, opened)
        }
    }

    deinit {
        if let owned { close(owned) }
    }

    private static func open(_ path: String) throws(TerminalError) -> Int32 {
        #if canImport(Glibc)
            let opened = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        #else
            let opened = Darwin.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        #endif
        guard opened >= 0 else { throw .cannotOpen(reason: "\(path): \(systemMessage(errno))") }
        guard isatty(opened) == 1 else {
            close(opened)
            throw .notATerminal
        }
        return opened
    }
}

/// What the system says of an error number.
func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
