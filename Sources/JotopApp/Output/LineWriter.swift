import SystemPackage

/// Writes whole lines to a file descriptor.
struct LineWriter: Sendable {
    private let descriptor: FileDescriptor

    static let standardOutput = LineWriter(.standardOutput)
    static let standardError = LineWriter(.standardError)

    private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Begins a file, readable by its owner alone: it says who talks to whom.
    ///
    /// - Throws: `Errno` if it cannot be opened.
    init(creating path: String) throws {
        descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    }

    /// - Throws: `Errno`, such as a broken pipe when the reader has gone.
    func write(_ lines: [String]) throws {
        guard !lines.isEmpty else { return }
        try descriptor.writeAll((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Closes a file; the standard descriptors stay open for whoever comes next.
    func close() {
        guard descriptor != .standardOutput, descriptor != .standardError else { return }
        try? descriptor.close()
    }
}
