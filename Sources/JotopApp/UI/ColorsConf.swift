import CursesTerminal

/// The user's colours: `$XDG_CONFIG_HOME/jotop/colors.conf`, or `~/.config/jotop/colors.conf`.
enum ColorsConf {
    /// None of their own where there is no such file.
    ///
    /// - Throws: ``ColorsFileError`` for a line that cannot be used, or that the file cannot be read.
    static func colors(_ environment: [String: String]) throws -> ColorsFile {
        guard let file = ConfigurationFile(named: "colors.conf", environment) else { return .empty }
        guard let text = file.text else { throw ColorsFileError(file: file.path, fault: .unreadable) }
        return try ColorsFile(text, name: file.path)
    }
}

extension ColorsFileError: RemediedError {
    var cause: String { description }
    var remedy: String? { advice }
}
