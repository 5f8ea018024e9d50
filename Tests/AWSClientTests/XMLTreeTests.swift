import Testing

@testable import AWSClient

@Suite("Reading XML")
struct XMLTreeTests {
    private func failure(_ text: String, limits: XMLTree.Limits = .init()) -> XMLReadingError? {
        do throws(XMLReadingError) {
            _ = try XMLTree(reading: Array(text.utf8), limits: limits)
            return nil
        } catch { return error }
    }

    @Test("Elements are found by local name, whatever their prefix, order and neighbours")
    func localNames() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><!-- a comment -->
            <s:R xmlns:s="https://sts.amazonaws.com/doc/2011-06-15/"><s:New a="b"/>
              <s:Result> <s:B>2</s:B><s:A>1 &lt; &#39;2&#39;</s:A><s:A>later</s:A> </s:Result></s:R>
            """
        let tree = try XMLTree(reading: Array(text.utf8))
        #expect(tree.name == "R")
        #expect(tree.text(at: "Result", "A") == "1 < '2'")
        #expect(tree.text(at: "Result", "B") == "2")
        #expect(tree.text(at: "New") == nil)
        #expect(tree.text(at: "Result", "C", "D") == nil)
    }

    @Test("CDATA counts as text")
    func cdata() throws {
        let tree = try XMLTree(reading: Array("<a>x<![CDATA[<y>]]>z</a>".utf8))
        #expect(tree.text == "x<y>z")
    }

    @Test(
        "What is no whole document is refused",
        arguments: [
            ("", XMLReadingError.empty), ("   ", .notWellFormed), ("plain text", .notWellFormed),
            ("<a><b>x</b>", .notWellFormed),
            ("<a><b>x", .notWellFormed), ("<a></b>", .notWellFormed), ("<a/><b/>", .notWellFormed),
            ("<a>&x;</a>", .notWellFormed),
            ("<html><p>Bad Gateway<br></html>", .notWellFormed), ("{\"a\": 1}", .notWellFormed),
            ("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>", .documentType),
            ("<!DOCTYPE html><html></html>", .documentType),
            ("<!DOCTYPE\u{301} html><html></html>", .documentType), ("<?xml:?><a/>", .processingInstruction),
            ("<?xml version=\"1.0\"?><?a?><a/>", .processingInstruction), ("<a><?a b?></a>", .processingInstruction),
            ("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", .notUTF8),
            ("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a>+ADw-</a>", .notUTF8), ("<a>\u{0}</a>", .notUTF8),
        ])
    func refused(text: String, reason: XMLReadingError) {
        #expect(failure(text) == reason)
    }

    @Test("Every cut of a document is refused")
    func everyCut() {
        let text = "<R><Result><Token>abc</Token></Result></R>"
        for length in 0..<text.count { #expect(failure(String(text.prefix(length))) != nil) }
        #expect(failure(text) == nil)
    }

    @Test("Bytes that are no UTF-8 are refused")
    func invalidBytes() {
        #expect(throws: XMLReadingError.notUTF8) {
            try XMLTree(reading: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8))
        }
    }

    @Test("Size, depth and number of elements are bounded")
    func limits() {
        var limits = XMLTree.Limits()
        limits.depth = 3
        limits.elements = 5
        limits.bytes = 100
        #expect(failure("<a><b><c/></b></a>", limits: limits) == nil)
        #expect(failure("<a><b><c><d/></c></b></a>", limits: limits) == .tooDeep)
        #expect(failure("<a>" + String(repeating: "<b/>", count: 4) + "</a>", limits: limits) == nil)
        #expect(failure("<a>" + String(repeating: "<b/>", count: 5) + "</a>", limits: limits) == .tooManyElements)
        #expect(failure("<a>" + String(repeating: "x", count: 100) + "</a>", limits: limits) == .tooLarge)
        #expect(failure(String(repeating: "<a>", count: 50_000)) == .tooDeep)
    }
}
