import Foundation

/// The inputs that are kept: valid ones to start from, and those that once broke something.
enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    /// The inputs of a target, in the order of their names, so that the same seed means the same inputs.
    static func inputs(of target: String) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(at: folder.appending(path: target), includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }.map { Array(try Data(contentsOf: $0)) }
    }
}

/// The input that is being looked at, in a file: what ends the process cannot be told by it afterwards.
struct LastInput: ~Copyable {
    let path: String
    private let file: FileHandle

    init(of target: String) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "jotop-fuzz-\(target)").path
        try Data().write(to: URL(filePath: path))
        file = try FileHandle(forWritingTo: URL(filePath: path))
    }

    borrowing func write(_ input: [UInt8]) throws {
        try file.truncate(atOffset: 0)
        try file.seek(toOffset: 0)
        try file.write(contentsOf: input)
    }

    consuming func remove() throws {
        try file.close()
        try FileManager.default.removeItem(atPath: path)
    }
}
