import ProxyCore
import Testing

@Suite("Lines that make something go wrong")
struct FaultLineTests {
    @Test(
        "Each order has a spelling",
        arguments: [
            ("expired host:a.example", .inject(.expired, host: "a.example")),
            ("host:A.example:8443  expired", .inject(.expired, host: "a.example:8443")),
            ("tampered", .inject(.tampered, host: nil)), ("tampered host:a", .inject(.tampered, host: "a")),
            ("none", .inject(.missing, host: nil)), ("none host:[::1]:80", .inject(.missing, host: "[::1]:80")),
            ("audience urn:example:x host:a", .inject(.audience("urn:example:x"), host: "a")),
            ("tag host:a", .inject(.tag(nil), host: "a")),
            ("tag team=x=y host:a", .inject(.tag(TokenTag(key: "team", value: "x=y")), host: "a")),
            ("sts throttle", .inject(.throttled, host: nil)), ("sts deny", .inject(.denied, host: nil)),
            ("sts slow 1500ms", .inject(.slow(.milliseconds(1_500)), host: nil)), ("sts off", .clear(.sts)),
            ("keys rotate", .inject(.keysRotated, host: nil)), ("keys off", .clear(.keys)), ("off", .clear(.all)),
            ("off host:a", .clear(.host("a"))), ("clock +55m", .clock(.seconds(3_300))), ("clock off", .clock(nil)),
            ("tampered host:a:443", .inject(.tampered, host: "a:443")),
        ] as [(String, FaultLine.Order)])
    func orders(_ row: (line: String, order: FaultLine.Order)) throws {
        #expect(try FaultLine(row.line).order == row.order)
    }

    @Test(
        "What is wrong is pointed at, and put right by an example",
        arguments: [
            ("", 0..<1, "fault wants one of"), ("expire host:a", 0..<6, "fault wants one of"),
            ("expired", 0..<7, "expired wants host:HOST"), ("expired host:", 8..<13, "host: wants a host"),
            ("expired host:a/b", 8..<16, "host: wants a host"), ("tampered host:a host:b", 16..<22, "one host"),
            ("tampered now", 9..<12, "nothing may follow"), ("audience host:a", 15..<16, "audience wants one"),
            ("audience urn:x\ny host:a", 9..<16, "printable"), ("audience urn:\u{202E}x host:a", 9..<15, "printable"),
            ("tag a=b\u{1b}[2J host:a", 4..<11, "tag wants"), ("tag team host:a", 4..<8, "tag wants KEY=VALUE"),
            ("sts", 3..<4, "sts wants"),
            ("sts stop", 4..<8, "sts wants"), ("sts slow", 8..<9, "slow wants a time"),
            ("sts slow 2m", 9..<11, "slow wants a time"), ("sts slow 0s", 9..<11, "slow wants a time"),
            ("clock", 5..<6, "clock wants"), ("clock 5m", 6..<8, "clock wants"),
            ("clock off host:a", 10..<16, "no host"),
            ("keys", 4..<5, "keys wants"), ("sts deny host:a", 9..<15, "about no host"),
        ] as [(String, Range<Int>, String)])
    func complaints(_ row: (line: String, range: Range<Int>, words: String)) throws {
        let complaint = try #require(throws: LineComplaint.self) { try FaultLine(row.line) }
        #expect(complaint.range == row.range)
        #expect(complaint.description.contains(row.words) && complaint.description.contains(", such as "))
    }

    @Test("The clock goes forward by a time, or right again")
    func clock() throws {
        #expect(try ClockLine("+55m").step == .seconds(3_300))
        #expect(try ClockLine("off").step == nil)
        for line in ["", "55m", "-5m", "+0s", "+25h", "+x"] {
            #expect(throws: LineComplaint.self, "\(line)") { try ClockLine(line) }
        }
    }
}
