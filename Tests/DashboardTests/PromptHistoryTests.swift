import Canvas
import Testing

@testable import Dashboard

@Suite("Lines that are kept")
struct PromptHistoryTests {
    @Test("What was entered at each prompt is there again in the next run")
    func roundTrip() {
        var first = Scenario.session().ran("hide 2")
        first.press(.character("/"))
        first.type("st:4xx")
        first.press(.enter, .character("2"), .enter, .character("/"))
        first.type("aud")
        first.press(.enter)
        #expect(first.history.text == "/st:4xx\n:hide 2\n?aud\n")
        var second = Scenario.session()
        second.tell(.historyKept(PromptHistory(first.history.text)))
        #expect(second.history == first.history)
        second.press(.character(":"), .up, .enter)
        #expect(second.hideLevel == 2)
    }

    @Test(
        "What looks like a credential is kept for this run alone",
        arguments: [
            "print:eyJhbGciOiJSUzI1NiJ9.x", "AKIAIOSFODNN7EXAMPLE",
            "path:/x?key=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
            "0123456789abcdef0123456789abcdef",
        ])
    func secrets(line: String) {
        var dashboard = Scenario.session().pressed([.character("/")])
        dashboard.tell(.terminal(.pasted(line)))
        dashboard.press(.enter)
        #expect(!dashboard.history.text.contains(line.suffix(12)))
        #expect(PromptHistory("/\(line)\n").text == "")
    }

    @Test(
        "What is no secret is kept, long as it may be",
        arguments: [
            "host:billing.example.net path:/v2/invoices/2026-10 left<5m",
            "aud:https://0a1b2c3d-1111-2222-3333-44445555669f.example",
        ])
    func harmless(line: String) { #expect(PromptHistory.isHarmless(line)) }

    @Test("The file is bounded, and what is odd in it is passed over")
    func bounded() {
        let many = (0..<1_000).map { "/host:\($0)\n" }.joined()
        #expect(PromptHistory(many).filters.lines.count == LineHistory.limit)
        let long = (0..<900).map { "/\($0) " + String(repeating: "a b ", count: 48) + "\n" }.joined()
        #expect(PromptHistory(long.replacing("/", with: ":")).text.utf8.count < 32 << 10)
        #expect(PromptHistory("/" + String(repeating: "a b ", count: 60) + "\n").text == "")
        #expect(PromptHistory("\nnothing\n/\n:\n\u{0}\u{1B}[2J\n/a\u{1B}b\n").text == "/ab\n")
    }
}
