/// A program of the desktop's that writes and reads the clipboard.
struct ClipboardTool: Sendable, Hashable {
    let name: String
    let copying: [String]
    let reader: String
    let reading: [String]

    static let wayland = ClipboardTool(name: "wl-copy", copying: [], reader: "wl-paste", reading: ["-n"])
    static let x11 = ClipboardTool(
        name: "xclip", copying: ["-selection", "clipboard", "-in"], reader: "xclip",
        reading: ["-selection", "clipboard", "-out"])
    static let macOS = ClipboardTool(name: "pbcopy", copying: [], reader: "pbpaste", reading: [])

    /// The one that belongs to where the program runs. None over ssh: the clipboard it would fill is another machine's.
    ///
    /// `SSH_TTY` says nothing: panes of tmux keep it after somebody has attached locally.
    init?(environment: [String: String]) {
        func has(_ name: String) -> Bool { !environment[name, default: ""].isEmpty }
        guard !has("SSH_CONNECTION") else { return nil }
        #if os(macOS)
            self = .macOS
        #else
            guard has("WAYLAND_DISPLAY") || has("DISPLAY") else { return nil }
            self = has("WAYLAND_DISPLAY") ? .wayland : .x11
        #endif
    }

    private init(name: String, copying: [String], reader: String, reading: [String]) {
        (self.name, self.copying, self.reader, self.reading) = (name, copying, reader, reading)
    }
}
