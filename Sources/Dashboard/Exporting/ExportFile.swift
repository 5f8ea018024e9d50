/// A file that is to be written, and is not to take any other's place.
package struct ExportFile: Sendable, Equatable {
    /// What is in it, for the message afterwards: `HAR of 5 flows`.
    package let name: String
    /// The name that it was given, or nil where it is to be found: `jotop-`, the time and the extension.
    package let path: String?
    /// The beginning of the name to be found, and its end.
    package let stem: String
    package let fileExtension: String
    package let contents: String
    /// What its reader has to know of it: each in a few words.
    package let caveats: [String]

    package init(
        name: String, path: String?, stem: String, fileExtension: String, contents: String, caveats: [String] = []
    ) {
        (self.name, self.path, self.stem) = (name, path, stem)
        (self.fileExtension, self.contents, self.caveats) = (fileExtension, contents, caveats)
    }

    /// The same file with other contents.
    package func holding(_ contents: String) -> ExportFile {
        ExportFile(
            name: name, path: path, stem: stem, fileExtension: fileExtension, contents: contents, caveats: caveats)
    }
}
