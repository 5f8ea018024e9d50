import CursesTerminal
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Standard error", .timeLimit(.minutes(5)))
struct StandardErrorCaptureTests {
    /// A file descriptor that stands for standard error, so that the test run keeps its own.
    private func descriptor() -> Int32 { open("/dev/null", O_WRONLY | O_CLOEXEC) }

    private func say(_ text: String, to file: Int32) {
        #expect(Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == text.utf8.count)
    }

    @Test("Lines are handed out as they come, cleaned, and returned in the end")
    func lines() async throws {
        let file = descriptor()
        let capture = try #require(StandardErrorCapture(descriptor: file))
        say("one\ntwo \u{1B}[2J\r\nthr", to: file)
        var lines = capture.lines.makeAsyncIterator()
        #expect(await lines.next() == "one")
        #expect(await lines.next() == "two \\x1b[2J")
        say("ee", to: file)
        #expect(capture.close() == ["one", "two \\x1b[2J", "three"])
        #expect(await lines.next() == "three")
        #expect(await lines.next() == nil)
        #expect(capture.close() == ["one", "two \\x1b[2J", "three"], "closing again changes nothing")
        close(file)
    }

    @Test("Afterwards the descriptor leads where it led before")
    func restored() throws {
        let file = descriptor()
        let before = identity(of: file)
        let capture = try #require(StandardErrorCapture(descriptor: file))
        #expect(identity(of: file) != before)
        capture.close()
        #expect(identity(of: file) == before)
        close(file)
    }

    @Test("A child that keeps the descriptor open does not hold up the end")
    func heldOpen() throws {
        let file = descriptor()
        let capture = try #require(StandardErrorCapture(descriptor: file))
        let held = dup(file)
        say("last words\n", to: held)
        #expect(capture.close() == ["last words"])
        close(held)
        close(file)
    }

    @Test("More than anybody reads is no hindrance to who writes")
    func flood() throws {
        let file = descriptor()
        let capture = try #require(StandardErrorCapture(descriptor: file))
        for number in 0..<20_000 { say("line \(number)\n", to: file) }
        let kept = capture.close()
        #expect(kept.count == 500)
        #expect(kept.last == "line 19999")
        close(file)
    }

    @Test("A descriptor that is not open cannot be captured") func notOpen() {
        #expect(StandardErrorCapture(descriptor: -1) == nil)
    }

    private func identity(of file: Int32) -> [UInt64] {
        var status = stat()
        fstat(file, &status)
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
}

@Suite("Line buffer")
struct LineBufferTests {
    @Test("Lines are put together across pieces")
    func pieces() {
        var buffer = LineBuffer()
        #expect(buffer.append("on".utf8) == [])
        #expect(buffer.append("e\n\ntw".utf8) == ["one", ""])
        #expect(buffer.finish() == ["tw"])
        #expect(buffer.finish() == [])
        #expect(buffer.lines == ["one", "", "tw"])
    }

    @Test("A line without an end is cut, and old lines go")
    func bounds() {
        var buffer = LineBuffer(lineLimit: 2, byteLimit: 4)
        #expect(buffer.append("abcdefghij\n".utf8) == ["abcd", "efgh", "ij"])
        #expect(buffer.lines == ["efgh", "ij"])
    }

    @Test("What is no text is spelt out")
    func bytes() {
        var buffer = LineBuffer()
        #expect(buffer.append([0xFF, 0x07, 0x0A]) == ["\\xff\\x07"])
    }
}
