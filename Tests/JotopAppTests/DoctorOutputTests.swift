import ProxyCore
import Testing

@testable import JotopApp

@Suite("What doctor prints")
struct DoctorOutputTests {
    @Test("A line has 80 columns: verdict, step, words, time; long words stay whole")
    func line() {
        let check = PreflightCheck(.dns, .ok, "sts.eu-west-1.amazonaws.com: 192.0.2.1", took: .milliseconds(12))
        #expect(
            DoctorText.lines(check) == [
                "ok dns            sts.eu-west-1.amazonaws.com: 192.0.2.1                   12 ms"
            ])
        let long = String(repeating: "x", count: 90)
        #expect(
            DoctorText.lines(PreflightCheck(.identity, .ok, "user \(long) end", took: .milliseconds(1_234))) == [
                "ok identity       user                                                     1.2 s",
                "                  \(long)", "                  end",
            ])
        #expect(
            DoctorText.lines(PreflightCheck(.identity, .ok, long, took: .milliseconds(3))) == [
                "ok identity                                                                 3 ms",
                "                  \(long)",
            ])
        #expect(DoctorText.lines(PreflightCheck(.region, .skipped, "")) == ["-- region         "])
    }

    @Test("A remedy stands below: prose is wrapped, a statement stays as it is")
    func remedy() {
        let statement = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetWebIdentityToken"}]}"#
        let prose = "allow it by this statement in a policy of the role, which names the audience that was asked for:"
        let check = PreflightCheck(.mint, .failed, "AccessDenied", remedy: "\(prose)\n\(statement)\n  aws iam x")
        #expect(
            DoctorText.lines(check) == [
                "!! mint           AccessDenied",
                "     allow it by this statement in a policy of the role, which names the",
                "     audience that was asked for:", "     \(statement)", "       aws iam x",
            ])
    }

    @Test("Every verdict has its mark, and every step its line within 80 columns")
    func marks() {
        let marks = PreflightCheck.Verdict.allCases.map { DoctorText.lines(PreflightCheck(.dns, $0, "x"))[0].prefix(2) }
        #expect(marks == ["ok", "!!", "??", "--"])
        let words = Array(repeating: "word", count: 60).joined(separator: " ")
        for step in PreflightStep.allCases {
            let check = PreflightCheck(step, .unknown, words, remedy: words, took: .seconds(9))
            #expect(DoctorText.lines(check).allSatisfy { $0.count <= 80 })
        }
    }

    @Test("What others wrote moves no cursor, and adds no line")
    func hostile() {
        let check = PreflightCheck(.identity, .failed, "a\u{1B}[2J\nok mint", remedy: "b\u{202E}\r\u{7}")
        let lines = DoctorText.lines(check)
        #expect(lines.count == 2)
        #expect(lines.joined().unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
        let report = PreflightReport(time: WallTime(seconds: 0), checks: [check], isComplete: true)
        let json = DoctorJSON.text(report)
        #expect(json.unicodeScalars.allSatisfy { $0 == "\n" || (0x20...0x7E).contains($0.value) })
    }

    @Test("The JSON is one object, a check a line")
    func json() {
        let checks = [
            PreflightCheck(.region, .ok, "eu-west-1 (AWS_REGION)"),
            PreflightCheck(.tcp, .failed, "refused", remedy: "look \"there\"", took: .microseconds(2_900)),
        ]
        let report = PreflightReport(time: WallTime(seconds: 0), checks: checks, isComplete: true)
        #expect(
            DoctorJSON.text(report) == """
                {
                  "ok": false,
                  "checks": [
                    {"step": "region", "verdict": "ok", "text": "eu-west-1 (AWS_REGION)", "remedy": null, "ms": null},
                    {"step": "tcp", "verdict": "failed", "text": "refused", "remedy": "look \\"there\\"", "ms": 2}
                  ]
                }
                """)
    }

    @Test("The summary counts, and names only what there is")
    func summary() {
        let checks = [
            PreflightCheck(.region, .ok, ""), PreflightCheck(.dns, .failed, ""), PreflightCheck(.tcp, .skipped, ""),
            PreflightCheck(.tls, .skipped, ""),
        ]
        let report = PreflightReport(time: WallTime(seconds: 0), checks: checks, isComplete: true)
        #expect(DoctorText.summary(report) == "doctor: 1 ok, 1 failed, 2 skipped")
        #expect(!report.isGood)
        let fine = PreflightReport(time: WallTime(seconds: 0), checks: [checks[0]], isComplete: true)
        #expect(DoctorText.summary(fine) == "doctor: 1 ok" && fine.isGood)
    }
}
