import Canvas
import CursesTerminal
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A terminal of which the test is the other end.
final class PseudoTerminal: Sendable {
    struct Failure: Error {}

    /// The slave's path, for whoever draws.
    let path: String
    private let master: Mutex<Int32>
    /// Held open, so that the terminal's modes can be asked for at any time.
    private let slave: Int32

    init(columns: Int = 80, rows: Int = 24) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw Failure() }
        var name = [CChar](repeating: 0, count: 128)
        guard ttyname_r(slave, &name, name.count) == 0 else { throw Failure() }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.slave = slave
        // A process that another test starts must not keep this terminal from hanging up.
        for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.master = Mutex(master)
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(slave)
    }

    /// Changes the size; the signal that goes with it is left to the test, since this is nobody's controlling terminal.
    func resize(columns: Int, rows: Int) {
        var size = winsize()
        (size.ws_col, size.ws_row) = (UInt16(columns), UInt16(rows))
        master.withLock { _ = ioctl($0, UInt(TIOCSWINSZ), &size) }
    }

    /// What `stty -a` would show.
    var modes: [UInt] {
        var modes = termios()
        guard tcgetattr(slave, &modes) == 0 else { return [] }
        return [UInt(modes.c_iflag), UInt(modes.c_oflag), UInt(modes.c_cflag), UInt(modes.c_lflag)]
    }

    func type(_ text: String) { type(Array(text.utf8)) }

    func type(_ bytes: [UInt8]) {
        master.withLock { master in
            _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
        }
    }

    /// Writes to the terminal until nothing more goes in, as a terminal that has stopped reading ends up.
    ///
    /// - Returns: the bytes that went in.
    @discardableResult
    func fill() -> Int {
        let end = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        defer { close(end) }
        var (total, filler) = (0, [UInt8](repeating: 0x2E, count: 4096))
        // The kernel moves what was written from one buffer to the next, so that a full one may have room a moment later.
        var file = pollfd(fd: end, events: Int16(POLLOUT), revents: 0)
        while poll(&file, 1, 100) > 0 {
            let count = write(end, &filler, filler.count)
            if count > 0 { total += count }
        }
        return total
    }

    /// Holds back what is written, as Ctrl-s does (termios(3), `tcflow`).
    func holdOutput() { tcflow(slave, TCOOFF) }

    /// Closes the user's side.
    func hangUp() {
        master.withLock { master in
            if master >= 0 { close(master) }
            master = -1
        }
    }

    /// Reads what was written to the terminal until `text` is part of it.
    ///
    /// - Returns: everything read by this call; without `text` at its end if nothing came for a minute.
    func read(until text: String) -> String {
        var seen: [UInt8] = []
        while !String(decoding: seen, as: UTF8.self).contains(text) {
            guard let chunk = readChunk(milliseconds: 60_000) else { break }
            seen += chunk
        }
        return String(decoding: seen, as: UTF8.self)
    }

    /// Reads all that has been written to the terminal, by way of a mark that is written behind it: the kernel may yet be moving
    /// the rest from one buffer to the next.
    ///
    /// - Returns: how many bytes there were.
    func readUntilNow() -> Int {
        let mark = "<the mark>"
        _ = Array(mark.utf8).withUnsafeBytes { write(slave, $0.baseAddress, $0.count) }
        return read(until: mark).utf8.count - mark.utf8.count
    }

    /// Reads what stands there already, without waiting.
    func readRest() -> String {
        var seen: [UInt8] = []
        while let chunk = readChunk(milliseconds: 0) { seen += chunk }
        return String(decoding: seen, as: UTF8.self)
    }

    /// What comes within a time at once; nil if nothing does.
    func readChunk(milliseconds: Int32) -> ArraySlice<UInt8>? {
        master.withLock { master in
            var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard poll(&file, 1, milliseconds) > 0 else { return nil }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            #if canImport(Glibc)
                let count = Glibc.read(master, &chunk, chunk.count)
            #else
                let count = Darwin.read(master, &chunk, chunk.count)
            #endif
            return count > 0 ? chunk[..<count] : nil
        }
    }
}

extension PseudoTerminal {
    /// Opens the terminal that is tested on this one.
    func opened(
        term: String = "xterm-256color", locale: String = "C.UTF-8", environment: [String: String] = [:],
        color: ColorMode = .always, stop: @escaping @Sendable (Bool) -> Void = { _ in }
    ) throws -> CursesTerminal {
        let own = ["TERM": term, "LC_ALL": locale].merging(environment) { $1 }
        return try CursesTerminal.open(.init(environment: own, color: color, device: path, stop: stop))
    }
}

extension Canvas {
    /// A screenful with a line of text in a given row.
    static func showing(_ text: String, row: Int = 0, columns: Int = 80, rows: Int = 24, style: Style = Style())
        -> Canvas
    {
        var canvas = Canvas(size: .init(columns: columns, rows: rows))
        canvas.put(text, row: row, column: 0, style: style)
        return canvas
    }
}
