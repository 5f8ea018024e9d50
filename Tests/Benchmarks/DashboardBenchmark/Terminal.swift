import Canvas
import CursesTerminal
import Glibc

/// A pseudo-terminal that is read all the time, and whose bytes are counted.
struct Terminal {
    struct Failure: Error {}

    let screen: CursesTerminal
    private let master: Int32

    init(columns: Int, rows: Int) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw Failure() }
        var name = [CChar](repeating: 0, count: 128)
        guard ttyname_r(slave, &name, name.count) == 0 else { throw Failure() }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.master = master
        screen = try CursesTerminal.open(
            .init(environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"], device: path))
    }

    /// Shows a picture and takes what is sent for it, until nothing has come for a while.
    ///
    /// - Returns: how many bytes that was.
    func show(_ canvas: Canvas) -> Int {
        screen.present(canvas)
        var count = 0
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        while poll(&file, 1, 60) > 0 {
            let got = read(master, &chunk, chunk.count)
            guard got > 0 else { break }
            count += got
        }
        return count
    }
}
