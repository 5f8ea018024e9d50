import Diagnosis
import ProxyCore

extension WallTime {
    /// A moment as AWS's claims have it, in UTC: `2026-11-21T15:41:00Z`, with or without parts of a second, which are left
    /// out (RFC 3339, section 5.6).
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), bytes.last == UInt8(ascii: "Z"), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes.count == 20 || bytes[19] == UInt8(ascii: ".")
        else { return nil }
        func number(_ place: Range<Int>, _ bounds: ClosedRange<Int64>) -> Int64? {
            guard bytes[place].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
            let value = bytes[place].reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
            return bounds.contains(value) ? value : nil
        }
        guard let year = number(0..<4, 1...9999), let month = number(5..<7, 1...12), let day = number(8..<10, 1...31),
            let hour = number(11..<13, 0...23), let minute = number(14..<16, 0...59),
            let second = number(17..<19, 0...60)
        else { return nil }
        let days = HTTPDate.days(year, Int(month), day)
        self.init(seconds: days * 86_400 + hour * 3600 + minute * 60 + second)
    }
}
