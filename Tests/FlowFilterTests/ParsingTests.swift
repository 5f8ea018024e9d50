import FlowFilter
import SeededNumbers
import Testing

@Suite("How a filter is read")
struct ParsingTests {
    @Test(
        "What does not parse is told by its place, what is wanted there, and an example",
        arguments: [
            ("st:4xx host:", 12..<12, "host: wants a value, for example host:billing"),
            ("st:abc", 3..<6, "st: wants a status, for example st:4xx"),
            ("st:4xx|", 7..<7, "st: wants a status, for example st:4xx"),
            ("!", 0..<1, "! wants something to leave out, for example !m:GET"),
            ("a|", 2..<2, "a word is missing here, for example timeout|refused"),
            ("left<", 5..<5, "left< wants a time, for example left<5m"),
            ("ms>fast", 3..<7, "ms> wants a time, for example ms>200"),
            ("id:x", 3..<4, "id: wants a number, for example id>1000"),
            ("host>5", 4..<5, "host is not a number, for example host:billing"),
            ("tok:??", 4..<6, "tok: wants a token, or hit, new, wait or fail, for example tok:B1"),
            ("since:yesterday", 6..<15, "since: wants a time ago, or of the clock, for example since:10m"),
            ("hots:b", 0..<4, "hots: is no key; a word with a : wants quotes, for example \"hots:b\""),
            ("~c", 2..<2, "~c wants a value, for example ~c 4xx"),
            (
                "is:odd", 3..<6,
                "is: wants one of problem inflight marked replay replaced faulted dropped waited, "
                    + "for example is:problem"
            ),
            ("x /a(/", 4..<5, "( wants a ), for example /v[12]/"),
            ("/[z-a]/", 5..<6, "a range wants its ends in order, for example /v[12]/"),
            ("/*/", 1..<2, "* wants something to repeat, for example /v[12]/"),
            ("/a**/", 3..<4, "* wants something to repeat, for example /v[12]/"),
            ("/\\q/", 2..<3, "\\q is not known: there are \\d \\w \\s, for example /v[12]/"),
            (
                "/(a{99}){99}/", 1..<2,
                "the expression is too long: 128 characters at most, repetitions counted, for example /v[12]/"
            ),
        ] as [(String, Range<Int>, String)])
    func errors(text: String, range: Range<Int>, message: String) {
        let error = #expect(throws: FilterError.self) { try FlowFilter(text) }
        #expect(error?.range == range)
        #expect(error?.description == message)
    }

    @Test(
        "It prints as it would be typed",
        arguments: [
            ("  st:4xx   host:billing ", "st:4xx host:billing"), ("ST:4XX", "st:4xx"), ("~c 401|5xx", "st:401|5xx"),
            ("~q", "is:inflight"), ("~s", "!is:inflight"), ("!~s", "is:inflight"), ("!!x", "x"),
            ("\"two words", "\"two words\""), ("host:\"a b\"|c", "host:\"a b\"|c"), ("\"st:4xx\"", "\"st:4xx\""),
            ("\"!x\"", "\"!x\""), ("\"/v2/\"", "\"/v2/\""), ("/v2", "/v2"), ("a\\b", "\"a\\\\b\""),
            ("\"say \\\"hi\\\"\"", "\"say \\\"hi\\\"\""), ("ms:>200", "ms>200"), ("left<1h30m", "left<1h30m"),
            ("https://api.example.com", "https://api.example.com"), ("14:32", "14:32"), ("tok:b1|HIT", "tok:B1|hit"),
            ("st:...", "st:..."), ("id:#7", "id:7"), ("", ""),
        ])
    func prints(text: String, printed: String) throws {
        let filter = try FlowFilter(text)
        #expect(filter.description == printed)
    }

    @Test("Whatever is typed, it is read or refused in its own line, and what is read prints as itself again")
    func properties() throws {
        var random = SeededGenerator(seed: 42)
        var read = 0
        for _ in 0..<20_000 {
            let text = Self.line(&random)
            do throws(FilterError) {
                let filter = try FlowFilter(text)
                let printed = filter.description
                let again = Result { () throws(FilterError) in try FlowFilter(printed) }
                #expect(again == .success(filter), "\(text)  printed  \(printed)")
                read += 1
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= text.count, "\(text)")
            }
        }
        #expect(read > 2_000)
    }

    @Test(
        "Every beginning of a line is read or refused without harm",
        arguments: [
            "st:4xx|5xx host:billing !m:GET \"not accepted\" left<5m /v[12]\\/(a|b)+$/ ~c 401 since:14:22 tok:new|B1 ms>=0.2s"
        ])
    func beginnings(text: String) throws {
        for length in 0...text.count {
            let line = String(text.prefix(length))
            let error: FilterError?
            do throws(FilterError) {
                _ = try FlowFilter(line)
                error = nil
            } catch let thrown {
                error = thrown
            }
            #expect((error?.range.upperBound ?? 0) <= length)
            let completion = FilterCompletion(line, cursor: length)
            #expect(completion.range.upperBound <= length)
        }
    }

    /// Pieces that mean something, and some that do not, in any order.
    private static func line(_ random: inout SeededGenerator) -> String {
        let pieces =
            FilterKey.allCases.flatMap { [$0.rawValue + ":", $0.rawValue + ">", $0.example] } + [
                "\"", "\\", "|", "!", " ", " ", " ", "/", "(", ")", "[", "]", "a", "B1", "4xx", "x", "é", "日", "~c",
                "~q",
                "~", "{2}", "*", ".", "^", "$", "-", "5m", "0.5s", "12", "#", "hit", "\u{301}", "\t", "😀", "=", "<",
                ":",
            ]
        return (0..<Int(random.next() % 8)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    }
}
