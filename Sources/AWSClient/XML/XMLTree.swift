/// An element of an XML document: its local name, its text and its children. Attributes are not kept.
package struct XMLTree: Sendable, Equatable {
    package let name: String
    /// The character data directly inside the element, white space at both ends removed.
    package let text: String
    package let children: [XMLTree]

    /// The first child of that name.
    package subscript(name: String) -> XMLTree? {
        children.first { $0.name == name }
    }

    /// The text of the descendant that `path` leads to; nil if there is none or it is empty.
    package func text(at path: String...) -> String? {
        var element: XMLTree? = self
        for name in path { element = element?[name] }
        return element.flatMap { $0.text.isEmpty ? nil : $0.text }
    }
}

/// Why a document was not read. Never quotes the document, which may hold a token.
package enum XMLReadingError: Error, Sendable, Equatable {
    case empty
    case tooLarge
    case notUTF8
    /// A document type declaration could define entities, and no answer of AWS has one.
    case documentType
    /// No answer of AWS has one.
    case processingInstruction
    case tooDeep
    case tooManyElements
    case notWellFormed
}

extension XMLReadingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "the document is empty"
        case .tooLarge: "the document is too large"
        case .notUTF8: "the document is not UTF-8"
        case .documentType: "the document has a document type declaration"
        case .processingInstruction: "the document has a processing instruction"
        case .tooDeep: "the document is nested too deeply"
        case .tooManyElements: "the document has too many elements"
        case .notWellFormed: "the document is not well-formed XML, or was cut short"
        }
    }
}
