import Dashboard
import SystemPackage

/// New files, readable by their owner alone.
enum ExportWriter {
    /// How many names are tried where one is to be found.
    private static let tries = 100

    /// Writes a file, never over another one.
    ///
    /// - Returns: its path.
    /// - Throws: `Errno`; ``Errno/fileExists`` for a name that was given and is taken.
    static func write(_ file: ExportFile) throws -> String {
        if let path = file.path { return try create(path, file.contents) }
        for number in 1...tries {
            let suffix = number == 1 ? "" : "-\(number)"
            do { return try create("\(file.stem)\(suffix).\(file.fileExtension)", file.contents) } catch Errno
                .fileExists
            {
                continue
            }
        }
        throw Errno.fileExists
    }

    private static func create(_ path: String, _ contents: String) throws -> String {
        try PrivateFile.create(path, contents)
        return path
    }
}
