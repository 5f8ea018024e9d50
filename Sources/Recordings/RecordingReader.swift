import ProxyCore

/// Reads a recording line by line, as little of it at a time as possible.
///
/// Tolerant of what it does not know, since another version may have written it, and strict with what it does: a line that
/// is no JSON, or whose members are not what they should be, is an error with its number.
package struct RecordingReader: Sendable {
    /// The next bytes of the file; none at its end.
    package typealias Source = @Sendable () throws -> [UInt8]

    /// Longer than any line that is written here: a capture holds 4 KiB of a body, and a head is bounded.
    package static let longestLine = 8 << 20

    private let source: Source
    private var pending: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var line = 0

    /// Of the first line, if that is one.
    package private(set) var header: RecordingHeader?
    /// How many lines were passed over because their type is not known.
    package private(set) var skipped = 0
    /// The file ends in the middle of a line, as it does when its writer was killed or the disk was full.
    package private(set) var isCut = false

    package init(_ source: @escaping Source) { self.source = source }

    /// Written by a later version of this program: what is not understood in it need not be wrong.
    package var isOfLaterVersion: Bool { header.map { $0.version > RecordingHeader.currentVersion } ?? false }

    /// - Returns: nil at the end.
    package mutating func next() throws(RecordingError) -> RecordedEntry? {
        while let (bytes, isWhole) = try nextLine() {
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            do {
                if let entry = try entry(bytes) { return entry }
            } catch {
                guard isWhole else {
                    isCut = true
                    return nil
                }
                throw error
            }
        }
        return nil
    }

    private mutating func entry(_ bytes: ArraySlice<UInt8>) throws(RecordingError) -> RecordedEntry? {
        let value: JSONValue
        do { value = try JSONText.value(bytes) } catch {
            throw malformed("no JSON: \(error.expected) expected at byte \(error.offset + 1)")
        }
        guard case .object(let members) = value else { throw malformed("no JSON object") }
        do { return try entry(Members(members)) } catch {
            if isOfLaterVersion {
                skipped += 1
                return nil
            }
            throw malformed("\"\(error.name)\" is missing or not what it should be: \(error.expected)")
        }
    }

    private mutating func entry(_ members: Members) throws(Members.Fault) -> RecordedEntry? {
        let (type, time) = (try members.string("type"), try members.time("time"))
        switch type {
        case "recording":
            if header == nil { header = try RecordingHeader(members) }
            return nil
        case "totals": return RecordedEntry(time: time, fact: .totals(try TrafficSnapshot(members)))
        case "dropped": return RecordedEntry(time: time, fact: .missed(try members.count("count")))
        case "skipped": return RecordedEntry(time: time, fact: .skipped(try members.count("count")))
        default:
            if let event = try EventReader.event(type, members) {
                return RecordedEntry(time: time, fact: .event(event))
            }
            skipped += 1
            return nil
        }
    }

    private func malformed(_ reason: String) -> RecordingError { .malformed(line: line, reason: reason) }
}

extension RecordingReader {
    /// - Returns: a line without its line feed, and whether it had one; nil at the end.
    private mutating func nextLine() throws(RecordingError) -> (ArraySlice<UInt8>, isWhole: Bool)? {
        var searched = position
        while true {
            if let end = pending[searched...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                line += 1
                return (pending[position..<end], true)
            }
            searched = pending.count
            if isAtEnd {
                guard position < pending.count else { return nil }
                defer { position = pending.count }
                line += 1
                return (pending[position...], false)
            }
            guard pending.count - position < Self.longestLine else {
                line += 1
                throw malformed("longer than \(Self.longestLine >> 20) MiB")
            }
            try readMore()
            searched = max(searched - position, 0)
            position = 0
        }
    }

    /// Forgets what has been read, and adds what comes next.
    private mutating func readMore() throws(RecordingError) {
        let bytes: [UInt8]
        do { bytes = try source() } catch { throw .unreadable("\(error)") }
        isAtEnd = bytes.isEmpty
        pending.removeFirst(position)
        pending += bytes
    }
}
