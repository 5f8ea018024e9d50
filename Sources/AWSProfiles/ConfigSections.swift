/// The sections of one shared file, before anybody asks what they mean.
///
/// Lines are taken as the Go SDK takes them: a line that cannot be read counts for nothing, nor does one before the
/// first header, nor a `key = value` below a key that has a value; a section or a key that comes again is merged, and
/// the later value wins. It is kinder than Go in four things, so that a file which suits the AWS CLI suits here: the
/// whole of a block is read, not its first line alone; a section whose lines are all indented is read as if they were
/// not; a comment ends an indented line too; and after a header that cannot be read, lines belong to no section, rather
/// than to the one above.
struct ConfigSections: Equatable {
    struct Section: Equatable {
        var values: [String: String] = [:]
        var blocks: [String: [String: String]] = [:]
    }

    private(set) var byHeader: [ConfigHeader: Section] = [:]

    init() {}

    init(_ file: [UInt8]) {
        let text = file.starts(with: Self.byteOrderMark) ? file.dropFirst(Self.byteOrderMark.count) : file[...]
        var place = Place()
        for bytes in text.split(separator: .newline) {
            if let line = ConfigLine(bytes) { take(line, at: &place) }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Where the next line belongs.
    private struct Place {
        var header: ConfigHeader?
        /// The key above, which lines that are indented further than it continue.
        var key: (name: String, indent: Int)?
    }

    private mutating func take(_ line: ConfigLine, at place: inout Place) {
        switch line {
        case .header(let header):
            place = Place(header: header)
            if let header, byHeader[header] == nil { byHeader[header] = Section() }
        case .property(let indent, let key, let value):
            guard let header = place.header else { return }
            if let above = place.key, indent > above.indent {
                nest(key, value, under: above.name, in: header)
            } else {
                byHeader[header]?.values[key] = value
                byHeader[header]?.blocks[key] = nil
                place.key = (key, indent)
            }
        case .text(let indent, let text):
            guard let header = place.header, let above = place.key, indent > above.indent else { return }
            lengthen(above.name, by: text, in: header)
        }
    }

    /// A `key = value` below a key that has no value of its own.
    private mutating func nest(_ key: String, _ value: String, under outer: String, in header: ConfigHeader) {
        guard byHeader[header]?.values[outer]?.isEmpty == true else { return }
        byHeader[header]?.blocks[outer, default: [:]][key] = value
    }

    /// The further lines of a value.
    private mutating func lengthen(_ key: String, by text: String, in header: ConfigHeader) {
        guard byHeader[header]?.values[key]?.isEmpty == false else { return }
        byHeader[header]?.values[key]?.append("\n" + text)
    }
}

extension ConfigSections: CustomStringConvertible, CustomReflectable {
    var description: String { "ConfigSections(\(byHeader.count))" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension ConfigSections.Section: CustomStringConvertible, CustomReflectable {
    /// Keys alone: values may be secret.
    var description: String { "Section(\(values.keys.sorted().joined(separator: ", ")))" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
