import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

extension XMLTree {
    /// The bounds on a document, far above any answer of STS.
    package struct Limits: Sendable {
        package var bytes = 262_144
        package var depth = 16
        package var elements = 1_000

        package init() {}
    }

    /// Reads a whole document.
    package init(reading document: [UInt8], limits: Limits = Limits()) throws(XMLReadingError) {
        guard !document.isEmpty else { throw .empty }
        guard document.count <= limits.bytes else { throw .tooLarge }
        try Self.checkMarkup(document)
        let builder = TreeBuilder(limits: limits)
        let parser = XMLParser(data: Data(document))
        parser.delegate = builder
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        let finished = parser.parse()
        if let failure = builder.failure { throw failure }
        // On Linux `parse()` says true for a document that was cut short; only `parserError` tells.
        guard finished, parser.parserError == nil, let root = builder.root else { throw .notWellFormed }
        self = root
    }

    /// Refuses what no answer of AWS has, before the parser sees it. The search is for bytes: characters that combine with
    /// the last one would hide it from a search for text, and another encoding than UTF-8 from both.
    private static func checkMarkup(_ document: [UInt8]) throws(XMLReadingError) {
        guard !document.contains(0), String(validating: document, as: UTF8.self) != nil else { throw .notUTF8 }
        guard !document.contains("<!DOCTYPE".utf8), !document.contains("<!ENTITY".utf8) else { throw .documentType }
        var rest = document[...]
        if rest.starts(with: "\u{FEFF}".utf8) { rest = rest.dropFirst(3) }
        if rest.starts(with: "<?xml ".utf8), let end = rest.firstRange(of: "?>".utf8) {
            let declaration = String(decoding: rest[..<end.lowerBound], as: UTF8.self).lowercased()
            guard !declaration.contains("encoding") || declaration.contains("utf-8") else { throw .notUTF8 }
            rest = rest[end.upperBound...]
        }
        // Foundation's parser on Linux takes the length of the data of a processing instruction that has none, at address 0.
        guard !rest.contains("<?".utf8) else { throw .processingInstruction }
    }
}

/// Puts the parser's events together to a tree, and stops it at the first limit.
private final class TreeBuilder: NSObject, XMLParserDelegate {
    private struct OpenElement {
        let name: String
        var text = ""
        var children: [XMLTree] = []
    }

    private let limits: XMLTree.Limits
    private var open: [OpenElement] = []
    private var count = 0
    private(set) var root: XMLTree?
    private(set) var failure: XMLReadingError?

    init(limits: XMLTree.Limits) {
        self.limits = limits
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard failure == nil else { return }
        count += 1
        if open.count >= limits.depth { return stop(parser, .tooDeep) }
        if count > limits.elements { return stop(parser, .tooManyElements) }
        open.append(OpenElement(name: elementName))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        append(string)
    }

    func parser(_ parser: XMLParser, foundCDATA CDATABlock: Data) {
        append(String(decoding: CDATABlock, as: UTF8.self))
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard failure == nil, let element = open.popLast() else { return }
        let text = element.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let tree = XMLTree(name: element.name, text: text, children: element.children)
        if open.isEmpty {
            root = tree
        } else {
            open[open.count - 1].children.append(tree)
        }
    }

    private func append(_ string: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += string
    }

    private func stop(_ parser: XMLParser, _ reason: XMLReadingError) {
        failure = reason
        parser.abortParsing()
    }
}
