package import ProxyCore

extension Dashboard {
    /// What the dashboard asks for in return.
    package enum Effect: Sendable, Equatable {
        case send(EngineCommand)
        /// Report clicks and the wheel, or no longer.
        case mouse(Bool)
        /// Put a text on the clipboard.
        case copy(Clip)
        /// Put a whole token on the clipboard, and take it off again; its reader has confirmed that.
        case copyToken(TokenID, of: AudienceSet)
        /// Write a new file.
        case write(ExportFile)
        /// Write the next frame, as it stands on the screen, to a new file: what it holds is for the terminal to say.
        case snap(ExportFile)
        /// Begin a recording, or end it.
        case record(RecordingWish)
        /// What the log tells, where there is one.
        case logLevel(LogLevel)
        /// Show a text on the terminal's normal screen until a key is pressed.
        case dump(String)
        /// Stop, as Ctrl-z does, until the shell lets it go on. The key itself never gets here: the terminal takes it.
        case suspend
        /// Paint the whole screen anew.
        case repaint
        /// Keep these filters for the next run.
        case keepFilters(SavedFilters)
        /// Keep these columns for the next run.
        case keepColumns(ColumnChoice)
        case quit(Leaving)
    }

    /// How the program is to end.
    package enum Leaving: Sendable, Equatable {
        /// Stop accepting, and let what is in flight come to its end.
        case gracefully
        /// Without waiting for anything.
        case atOnce
        /// As a signal asks for.
        case signal(Int32)
        /// The terminal is gone.
        case terminalLost
    }
}
