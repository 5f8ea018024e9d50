import FlowFilter
import Testing

@Suite("What is being typed")
struct CompletionTests {
    @Test(
        "The word before the cursor, and what it is about",
        arguments: [
            ("", 0, .term, "", 0..<0), ("ho", 2, .term, "ho", 0..<2), ("st:4xx ho", 9, .term, "ho", 7..<9),
            ("st:4xx ", 7, .term, "", 7..<7), ("host:bil", 8, .value(.host), "bil", 5..<8),
            ("host:a|bil", 10, .value(.host), "bil", 7..<10), ("!tok:h", 6, .value(.tok), "h", 5..<6),
            ("host:bil x", 7, .value(.host), "bi", 5..<7), ("host:\"a b", 9, .value(.host), "a b", 5..<9),
            ("ms>2", 4, .value(.ms), "2", 4..<4), ("foo:x", 5, .term, "foo:x", 0..<5),
        ] as [(String, Int, FilterCompletion.Subject, String, Range<Int>)])
    func found(text: String, cursor: Int, subject: FilterCompletion.Subject, prefix: String, range: Range<Int>) {
        let completion = FilterCompletion(text, cursor: cursor)
        #expect(completion.subject == subject)
        #expect(completion.prefix == prefix)
        #expect(completion.range == range)
    }
}
