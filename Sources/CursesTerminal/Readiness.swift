#if canImport(Glibc)
    private import Glibc
#else
    private import Darwin
#endif

/// What the terminal's thread has been woken for; empty after a time-out.
struct Readiness: OptionSet {
    let rawValue: UInt8

    static let input = Readiness(rawValue: 1)
    static let output = Readiness(rawValue: 2)
    static let wake = Readiness(rawValue: 4)
    static let signals = Readiness(rawValue: 8)
    static let hangUp = Readiness(rawValue: 16)
    /// A signal's handler ran; there is nothing to do for it here.
    static let interrupted = Readiness(rawValue: 32)

    /// - Parameter milliseconds: how long to wait; -1 for ever.
    static func wait(
        input: Int32, output: Int32, wantsToWrite: Bool, wake: Int32, signals: Int32, milliseconds: Int32
    ) -> Readiness {
        var files = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output, events: wantsToWrite ? Int16(POLLOUT) : 0, revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&files, nfds_t(files.count), milliseconds) >= 0 else { return .interrupted }
        var ready: Readiness = []
        if files[0].revents & Int16(POLLIN) != 0 { ready.insert(.input) }
        if files[1].revents & Int16(POLLOUT) != 0 { ready.insert(.output) }
        if files[2].revents != 0 { ready.insert(.wake) }
        if files[3].revents != 0 { ready.insert(.signals) }
        if (files[0].revents | files[1].revents) & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { ready.insert(.hangUp) }
        return ready
    }
}
