import FlowFilter
import Testing

@Suite("Regular expressions")
struct ExpressionTests {
    private func expression(_ source: String) throws -> ByteExpression? {
        guard case .expression(let expression) = try FlowFilter("/\(source)/").terms.first?.test else { return nil }
        return expression
    }

    @Test(
        "They find what they should",
        arguments: [
            ("abc", "xxabcxx", true), ("abc", "ab", false), ("^abc", "abcd", true), ("^bc", "abc", false),
            ("bc$", "abc", true), ("ab$", "abc", false), ("^$", "", true), ("^$", "x", false), ("a.c", "abc", true),
            ("a.c", "ac", false), ("a.c", "aéc", true), ("^a.c$", "a日c", true), ("a*", "", true), ("^a*$", "aaa", true),
            ("^a*$", "aab", false), ("^a+b?$", "aab", true), ("^a+b?$", "b", false), ("^(ab|cd)+$", "abcdab", true),
            ("^(ab|cd)+$", "abc", false), ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaa", true),
            ("^a{2,3}$", "aaa", true), ("^a{2,3}$", "aaaa", false), ("^a{0}b$", "b", true), ("[a-c]x", "bx", true),
            ("[^a-c]x", "dx", true), ("[^a-c]x", "bx", false), ("[^a]x", "éx", true), ("[]x]", "]", true),
            ("\\d+", "v12", true), ("^\\D+$", "v12", false), ("\\w\\s\\w", "a b", true), ("\\.", "a.b", true),
            ("\\.", "ab", false), ("GET", "get", false), ("get", "GET", true), ("\\D", "1", false),
            ("café", "CAFÉ", false),
            ("(?:a|b)c", "bc", true), (".*?x", "abx", true), ("a|", "", true), ("(^|-)b", "a-b", true),
            ("[\\d-]", "-", true),
        ])
    func finds(source: String, text: String, isFound: Bool) throws {
        let expression = try expression(source)
        #expect(expression?.matches(text) == isFound)
    }

    @Test("None can be made to take long", arguments: ["(a+)+$", "(a|a)*b", "(a*)*c", "(.*)(.*)(.*)(.*)[xyz]$"])
    func bounded(source: String) throws {
        // A backtracking engine would need longer than the universe is old.
        let expression = try expression(source)
        #expect(expression?.matches(String(repeating: "a", count: 20_000) + "!") == false)
    }
}
