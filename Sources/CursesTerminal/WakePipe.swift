#if canImport(Glibc)
    private import Glibc
#else
    private import Darwin
#endif

/// A pipe that carries no more than the news that something happened; neither end ever blocks.
final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    /// - Returns: nil if the process has no file descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Safe from any thread. A full pipe is news enough.
    func notify(_ byte: UInt8 = 1) {
        _ = withUnsafeBytes(of: byte) { write(writeEnd, $0.baseAddress, 1) }
    }

    /// Everything that was written since the last call.
    func drain() -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256)
        while true {
            let count = read(readEnd, &chunk, chunk.count)
            if count > 0 {
                bytes += chunk[..<count]
            } else if count == 0 || errno != EINTR {
                return bytes
            }
        }
    }

    /// Waits for the first notification and leaves it there, so that any number of threads may wait.
    func wait() {
        var end = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&end, 1, -1) < 0, errno == EINTR {}
    }
}
