package import Canvas

/// The looks of a user, as `colors.conf` has them: `ROLE = COLOUR[,ATTRIBUTE...]`, one a line; `#` begins a comment.
///
/// It says how meanings look where the terminal has colours. Without colours nothing of it counts: there the looks are the
/// ones that need none.
package struct ColorsFile: Sendable, Equatable {
    package let looks: [Role: Appearance]

    package static let empty = ColorsFile(looks: [:])

    private init(looks: [Role: Appearance]) { self.looks = looks }

    /// - Parameter name: the file's, for what is said about it.
    /// - Throws: ``ColorsFileError`` for the first line that cannot be used.
    package init(_ text: String, name: String) throws(ColorsFileError) {
        var looks: [Role: Appearance] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            guard content.contains(where: { !$0.isWhitespace }) else { continue }
            do throws(ColorsFileError.Fault) {
                let (role, look) = try Self.entry(content)
                guard looks.updateValue(look, forKey: role) == nil else { throw .repeated(role.name) }
            } catch {
                throw ColorsFileError(file: name, number: index + 1, text: String(line), fault: error)
            }
        }
        self.looks = looks
    }

    private static func entry(_ line: Substring) throws(ColorsFileError.Fault) -> (Role, Appearance) {
        let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { throw .form }
        let name = words(sides[0]).joined(separator: " ")
        guard let role = Role.allCases.first(where: { $0.name == name }) else { throw .unknownRole(name) }
        let values = sides[1].split(separator: ",", omittingEmptySubsequences: false).map { words($0).joined() }
        var look = Appearance()
        for (index, value) in values.enumerated() {
            if index == 0, let color = Appearance.Color(name: value) {
                look.color = color
            } else if let attribute = Appearance.Attributes(name: value) {
                look.attributes.insert(attribute)
            } else {
                throw .unknownLook(value)
            }
        }
        return (role, look)
    }

    private static func words(_ text: Substring) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

extension Role {
    /// As `colors.conf` writes it.
    package var name: String { "\(self)" }
}

extension Appearance.Color {
    package static let names: [(name: String, color: Self)] = [
        ("default", .standard), ("red", .red), ("yellow", .yellow), ("magenta", .magenta), ("cyan", .cyan),
    ]

    /// - Returns: nil for what is no colour, and for those that vanish on some backgrounds.
    fileprivate init?(name: String) {
        guard let color = Self.names.first(where: { $0.name == name })?.color else { return nil }
        self = color
    }
}

extension Appearance.Attributes {
    package static let names: [(name: String, attribute: Self)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ]

    fileprivate init?(name: String) {
        guard let attribute = Self.names.first(where: { $0.name == name })?.attribute else { return nil }
        self = attribute
    }
}
