import Canvas

/// A line of `colors.conf` that cannot be used.
package struct ColorsFileError: Error, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Fault: Error, Sendable, Hashable {
        case form
        case unknownRole(String)
        case unknownLook(String)
        /// An earlier line says how it looks.
        case repeated(String)
        /// There is no line: the file itself cannot be read.
        case unreadable
    }

    package let file: String
    /// From 1.
    package let number: Int
    /// The line as it stands in the file.
    package let text: String
    package let fault: Fault

    package init(file: String, number: Int = 0, text: String = "", fault: Fault) {
        (self.file, self.number, self.text, self.fault) = (file, number, text, fault)
    }

    package var description: String {
        switch fault {
        case .form: "\(file): not of the form ROLE = COLOUR[,ATTRIBUTE...]"
        case .unknownRole(let name): "\(file): nothing is called \(name)"
        case .unknownLook(let name): "\(file): \(name.isEmpty ? "nothing" : name) is no colour and no attribute"
        case .repeated(let name): "\(file): \(name) has a line already"
        case .unreadable: "\(file): it cannot be read as text"
        }
    }

    /// The line, and what to do; a line each.
    package var advice: String {
        let remedy =
            switch fault {
            case .form: "such as: error = magenta,bold"
            case .unknownRole: "the roles are \(Role.allCases.map(\.name).joined(separator: ", "))"
            case .unknownLook: "colours, first if there is one: \(Self.colors); attributes: \(Self.attributes)"
            case .repeated: "keep one of the two lines"
            case .unreadable: "make it readable, or move it away"
            }
        return (number > 0 ? "  line \(number)   \(text)\n" : "") + "  \(remedy)"
    }

    private static let colors = Appearance.Color.names.map(\.name).joined(separator: ", ")
    private static let attributes = Appearance.Attributes.names.map(\.name).joined(separator: ", ")
}
