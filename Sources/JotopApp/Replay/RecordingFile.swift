import Foundation
import JotopSettings
import Recordings
import SystemPackage

/// A recording's file, opened for reading.
final class RecordingFile: Sendable {
    private static let pieceSize = 256 << 10

    private let descriptor: FileDescriptor

    /// - Throws: ``UsageError`` if it cannot be opened.
    init(_ path: String) throws(UsageError) {
        do {
            descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        } catch {
            throw UsageError(flag: "replay", value: path, remedy: "must be a recording that can be read: \(error)")
        }
    }

    deinit { try? descriptor.close() }

    /// The next bytes; none at the end.
    func next() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    var reader: RecordingReader { RecordingReader { try self.next() } }
}
