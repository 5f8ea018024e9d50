/// A key press, or what a terminal sends in its place.
package enum Key: Sendable, Hashable {
    /// Any printable character, upper and lower case told apart.
    case character(Character)
    /// Ctrl with a lower-case letter: `.control("d")`.
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
}

/// What a terminal tells the program.
package enum TerminalEvent: Sendable, Hashable {
    case key(Key)
    /// The size changed.
    case resized(Canvas.Size)
    /// Something was pasted; outside a prompt it must not be taken for key presses.
    case pasted(String)
    case focused(Bool)
    case mouse(MouseEvent)
    /// The program was suspended and is back: paint everything anew.
    case resumed
    /// A signal asks the program to end.
    case terminate(signal: Int32)
    /// The terminal is gone: nothing can be drawn any more.
    case lost
}

/// Something that shows canvases: the real terminal, or a recorder in tests.
package protocol Screen: Sendable {
    /// What the terminal tells, from now on. To be read by one task.
    var events: AsyncStream<TerminalEvent> { get }
    var size: Canvas.Size { get }
    /// Shows a canvas; only what differs from the one before is sent. Returns without waiting for the terminal.
    func present(_ canvas: Canvas)
    /// Asks for clicks and the wheel, or no longer: then the terminal's own selection of text works again.
    func reportMouse(_ isWanted: Bool)
    /// Sends the whole picture anew, whatever the terminal is thought to show.
    func repaint()
    /// Gives the terminal back as it was found. Safe to call more than once.
    func close()
}
