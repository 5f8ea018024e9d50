import ProxyCore
import Recordings

/// Lines that are written together, in one piece of memory: each with its line feed.
struct Lines: Sendable {
    private(set) var bytes: [UInt8] = []

    /// - Parameter lines: without their line feeds.
    init(_ lines: [String] = []) { for line in lines { add(line) } }

    /// Each without its line feed.
    var texts: [String] { bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) } }

    /// - Parameter line: without its line feed.
    mutating func add(_ line: String) {
        bytes += line.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The NDJSON form of an event.
    mutating func add(_ event: ProxyEvent, detailed: Bool = false, isMarked: Bool = false) {
        EventJSON.add(event, detailed: detailed, isMarked: isMarked, to: &bytes)
    }
}
