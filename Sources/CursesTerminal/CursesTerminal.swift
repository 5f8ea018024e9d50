private import CNcurses
package import Canvas
private import Synchronization

/// The real terminal, by ncurses.
///
/// One thread calls ncurses, ever, and it never waits for the terminal to read: a terminal that has stopped costs frames,
/// not the caller's time, and signals are still heard. Whatever way the program ends, short of SIGKILL, the terminal is
/// given back as it was found. One at a time per process.
package final class CursesTerminal: Screen {
    let link: TerminalLink

    package var events: AsyncStream<TerminalEvent> { link.events }
    package var size: Canvas.Size { link.state.withLock { $0.size } }

    private init(_ link: TerminalLink) { self.link = link }

    deinit { close() }

    /// Finds out whether a dashboard can be drawn here, and changes nothing. To be called while none is open.
    package static func check(environment: [String: String]) throws(TerminalError) {
        _ = try TerminalDevice(path: nil)
        let term = environment["TERM", default: ""]
        if let error = TerminalError(jt_check(term, 1), term: term) { throw error }
    }

    /// Takes the terminal over, in a few milliseconds. The screen stays empty until the first canvas.
    ///
    /// From here to the end SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGCONT and SIGWINCH arrive as events.
    package static func open(_ options: Options) throws(TerminalError) -> CursesTerminal {
        let device = try TerminalDevice(path: options.device)
        let link = try TerminalLink()
        guard DedicatedThread.start(named: "jotop-screen", { TerminalLoop.run(link, device, options) }) else {
            throw .cannotOpen(reason: "no thread left")
        }
        link.opened.wait()
        try link.state.withLock { $0.opening }?.get()
        return CursesTerminal(link)
    }

    package func present(_ canvas: Canvas) { order { $0.canvas = canvas } }

    /// Reads the screen back from ncurses as text, once the newest canvas is on it, and hands it over on the terminal's thread.
    /// Nothing is handed over if the terminal is closed before.
    package func shown(_ take: @escaping @Sendable (String) -> Void) { order { $0.readers.append(take) } }

    package func reportMouse(_ isWanted: Bool) { order { $0.wantsMouse = isWanted } }

    package func repaint() { order { $0.wantsRepaint = true } }

    /// Gives the terminal to the shell and stops the process group, as Ctrl-z does; takes it again when the shell lets it go on.
    package func suspend() { order { $0.wantsStop = true } }

    /// Leaves an order for the thread.
    func order(_ change: (inout TerminalLink.State) -> Void) { link.tell(change) }

    /// Gives the terminal back and waits until that is done, a second and a half at worst. Safe from any thread.
    package func close() {
        link.tell { $0.isClosing = true }
        link.finished.wait()
    }
}
