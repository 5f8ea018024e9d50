import FlowFilter
import ProxyCore
import Testing

@Suite("What a filter lets pass")
struct MatchingTests {
    private static let moment = FilterMoment(now: SampleRow.noon.advanced(by: .seconds(600)), utcOffset: 7_200)

    private func matches(_ text: String, _ row: SampleRow = SampleRow()) throws -> Bool {
        try FlowFilter(text).matches(row, at: Self.moment)
    }

    @Test(
        "Every form and every key finds the row that it describes",
        arguments: [
            "", "billing", "invoices", "401", "get", "GET",
            "\"not accepted\"", "timeout|accepted", "st:401", "st:4xx", "st:40x", "st:4xx|502", "st:200|401", "st>=400",
            "st>400", "st<500", "st<=401", "st:>399", "m:get", "m:POST|GET", "host:billing", "host:api|billing",
            "path:/v2/", "path:limit=50", "aud:https://billing", "tok:B", "tok:b1", "tok:B1", "tok:hit", "tok:new|hit",
            "tok:C|B", "gen:1", "gen<2", "print:9c41", "jti:77", "sub:dev-api", "kid:f3", "left>50m", "left<1h",
            "left>=3147s", "age>7m", "age:453", "age:7m33s", "ms:26", "ms>26", "ms<26.5", "ms<0.1s", "tokms:0", "up<1s",
            "err:accepted", "is:problem", "is:marked|problem", "!is:inflight", "!is:fault", "!is:faulted", "since:10m",
            "since:1h", "since:14:00",
            "since:13:59:59", "id:1187", "id:#1187", "id>1000", "!m:POST", "!host:api st:4xx", "~c 401", "~m GET",
            "~d billing", "~u /v2/", "~s", "!~q", "~e", "~c 2xx|4xx", "/inv[oa]ices/", "/^GET$/", "/\\d{3}/",
            "/v(1|2)\\/in/", "!/v3/", "  st:4xx   host:billing  ", "\"/v2/\"", "/v2", "ST:4XX",
        ])
    func finds(text: String) throws {
        let isFound = try matches(text)
        #expect(isFound)
    }

    @Test(
        "And none that it does not describe",
        arguments: [
            "INVOICES", "Billing", "!billing", "api", "st:2xx", "st:403", "st>401", "st:...", "m:POST", "m:x",
            "host:invoices", "path:billing", "aud:urn", "tok:A", "tok:B2", "tok:new", "tok:C-", "gen>1", "print:41e8",
            "left<5m", "age>1h", "ms>27", "ms:27", "tokms>0", "up>1s", "err:timeout", "is:inflight", "!is:problem",
            "is:replay", "since:9m", "since:14:01", "id:1188", "id>1187", "~c 404", "~q", "st:4xx host:api",
            "/^billing$/", "/V2/", "\"st:401\"", "billing api",
        ])
    func passesOver(text: String) throws {
        let isFound = try matches(text)
        #expect(!isFound)
    }

    @Test("A row without the fact that a key is about does not match, and is found by the opposite")
    func unknown() throws {
        var row = SampleRow()
        (row.numbers, row.texts, row.traits, row.tokenHandle, row.tokenUse) = ([:], [:], [.inflight], nil, nil)
        for text in ["st:4xx", "st>0", "ms>0", "left<5m", "host:b", "tok:B", "tok:hit", "jti:7", "x"] {
            let (isFound, isFoundOtherwise) = (try matches(text, row), try matches("!" + text, row))
            #expect(!isFound && isFoundOtherwise, "\(text)")
        }
        let isRunning = try matches("st:... is:inflight ~q", row)
        #expect(isRunning)
    }

    @Test(
        "A word matches in any case, unless it has a capital; letters beyond ASCII too",
        arguments: [
            ("café", "/CAFÉ", true), ("Café", "/café", false), ("日本", "/日本", true), ("é", "/e", false),
            ("a", "", false), ("ab", "aab", true), ("aab", "aaab", true),
        ])
    func cases(word: String, text: String, isFound: Bool) {
        #expect(TextPattern(word).matches(text) == isFound)
    }
}
