private import CNcurses
private import Synchronization

#if canImport(Glibc)
    private import Glibc
#else
    private import Darwin
#endif

/// Keeps what libraries write to standard error off the screen while the dashboard has it.
///
/// The lines have been cleaned of everything that a terminal would obey. After a crash the latest of them are shown all the
/// same, since a Swift trap says there where it happened.
package final class StandardErrorCapture: Sendable {
    /// Line after line as they come. To be read by one task; a slow one loses the oldest.
    package let lines: AsyncStream<String>

    private let continuation: AsyncStream<String>.Continuation
    private let buffer = Mutex(LineBuffer())
    private let descriptor: Int32
    /// Where the descriptor led before; -1 once it does so again.
    private let original: Mutex<Int32>
    private let pipe: WakePipe
    private let stopping: WakePipe
    private let finished: WakePipe

    /// - Parameter descriptor: standard error; another one in tests.
    /// - Returns: nil if it cannot be redirected.
    package init?(descriptor: Int32 = 2) {
        let original = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard original >= 0 else { return nil }
        guard let pipe = WakePipe(), let stopping = WakePipe(), let finished = WakePipe() else {
            Self.closeFile(original)
            return nil
        }
        // Writers of standard error do not expect EAGAIN; the reader never makes them wait for long.
        _ = fcntl(pipe.writeEnd, F_SETFL, 0)
        (self.pipe, self.stopping, self.finished, self.descriptor) = (pipe, stopping, finished, descriptor)
        self.original = Mutex(original)
        (lines, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
        guard dup2(pipe.writeEnd, descriptor) >= 0 else {
            Self.closeFile(original)
            return nil
        }
        guard DedicatedThread.start(named: "jotop-stderr", { [self] in read() }) else {
            _ = dup2(original, descriptor)
            Self.closeFile(original)
            return nil
        }
        jt_crash_shows(pipe.readEnd)
    }

    /// Gives standard error back. Safe to call more than once.
    ///
    /// - Returns: the latest lines that were captured, for printing after the dashboard's end.
    @discardableResult
    package func close() -> [String] {
        let original = original.withLock { original in
            defer { original = -1 }
            return original
        }
        if original >= 0 {
            jt_crash_shows(-1)
            _ = dup2(original, descriptor)
            Self.closeFile(original)
            stopping.notify()
        }
        finished.wait()
        return buffer.withLock { $0.lines }
    }

    /// Until ``close()``: a child process may hold the pipe's other end for longer, so its end cannot be waited for.
    private func read() {
        var isStopping = false
        while !isStopping {
            var files = [
                pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stopping.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&files, 2, -1)
            isStopping = files[1].revents != 0
            take(pipe.drain())
        }
        for line in buffer.withLock({ $0.finish() }) { continuation.yield(line) }
        continuation.finish()
        finished.notify()
    }

    private func take(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        bytes.withUnsafeBytes { jt_crash_remember($0.bindMemory(to: CChar.self).baseAddress, $0.count) }
        for line in buffer.withLock({ $0.append(bytes) }) { continuation.yield(line) }
    }

    private static func closeFile(_ file: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(file)
        #else
            _ = Darwin.close(file)
        #endif
    }
}
