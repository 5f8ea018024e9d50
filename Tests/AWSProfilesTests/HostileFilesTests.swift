import AWSProfiles
import SeededNumbers
import Testing

@Suite("Shared files that nobody wrote by hand", .timeLimit(.minutes(5)))
struct HostileFilesTests {
    private static let mebibyte = 1_048_576

    @Test("A value of a mebibyte is read whole")
    func longValue() {
        let value = String(repeating: "x", count: Self.mebibyte)
        let config = SharedConfig(config: Array("[default]\nregion = \(value)".utf8))
        let read = config.profiles["default"]?["region"]
        #expect(read?.utf8.count == Self.mebibyte)
    }

    @Test(
        "A file of one line again and again takes time in proportion",
        arguments: [
            "\n", "[a]\n", "[profile a]\nk=\n v=1\n", "a\n", " a\n", "k=v\n a\n", "k=\n a=b\n", "=\n", "[[", "\"", " ",
        ])
    func repeated(line: String) {
        let text = "[default]\nregion = a\n" + String(repeating: line, count: Self.mebibyte / 4 / line.utf8.count)
        let config = SharedConfig(config: Array(text.utf8))
        let profile = config.profiles["default"]
        #expect(profile != nil)
    }

    @Test("A hundred thousand continued lines make one value")
    func continued() {
        let text = "[default]\nregion = a\n" + String(repeating: " b\n", count: 100_000)
        let config = SharedConfig(config: Array(text.utf8))
        let count = config.profiles["default"]?["region"]?.utf8.count
        #expect(count == 1 + 100_000 * 2)
    }

    @Test("Deep indentation is one level")
    func indentation() {
        let deep = (1...500).map { String(repeating: " ", count: $0) + "k\($0) = \($0)\n" }.joined()
        let config = SharedConfig(config: Array("[services x]\nsts =\n\(deep)".utf8))
        let block = config.services["x"]?.block("sts")
        #expect(block?.count == 500)
    }

    @Test("NUL stays in the value, and bytes that are no UTF-8 are replaced")
    func oddBytes() {
        let file = Array("[default]\nregion = a".utf8) + [0] + Array("b\noutput = ".utf8) + [0xFF, 0xC3, 0x28]
        let profile = SharedConfig(config: file).profiles["default"]
        #expect(profile?["region"] == "a\0b")
        #expect(profile?["output"] == "\u{FFFD}\u{FFFD}(")
    }

    @Test("No bytes stop the reader", arguments: 0..<20)
    func randomWalk(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let words = [
            "[", "]", "profile ", "default", "sts", "=", ":", " ", "\t", "#", ";", "\n", "\r\n", "\"", "'", "\\", "k",
        ]
        for _ in 0..<100 {
            var file: [UInt8] = []
            while file.count < 300 {
                if Bool.random(using: &random) {
                    file += Array((words.randomElement(using: &random) ?? "").utf8)
                } else {
                    file.append(.random(in: 0...255, using: &random))
                }
            }
            let config = SharedConfig(config: file, credentials: file.reversed())
            let again = SharedConfig(config: file, credentials: file.reversed())
            #expect(config == again)
            let isBare = config.profiles.keys.contains("")
            #expect(!isBare)
        }
    }
}
