import Canvas
import ProxyCore

/// A preflight as lines for people: one a step, and what to do about it below. Made for 80 columns; needs no colour.
enum DoctorText {
    private static let width = 80
    private static let textColumn = 18
    private static let timeWidth = 8
    private static let indent = "     "

    /// The lines of one step.
    static func lines(_ check: PreflightCheck) -> [String] {
        let room = width - textColumn - (check.took == nil ? 0 : timeWidth)
        var texts = wrapped(Sanitizer.plain(check.text), width: room)
        // A word that is too long for a line with a time, such as an ARN, has the next one.
        if check.took != nil, texts[0].count > room { texts.insert("", at: 0) }
        let head = "\(mark(check.verdict)) \(check.step.rawValue)".padded(to: textColumn)
        var lines = [head + texts[0]]
        if let took = check.took.map({ time($0) }) {
            let gap = max(1, width - lines[0].count - took.count)
            lines[0] += String(repeating: " ", count: gap) + took
        }
        lines += texts.dropFirst().map { "".padded(to: textColumn) + $0 }
        return lines + remedy(check.remedy ?? "")
    }

    /// `doctor: 12 ok, 1 failed, 1 skipped`
    static func summary(_ report: PreflightReport) -> String {
        let counts = PreflightCheck.Verdict.allCases.compactMap { verdict -> String? in
            let count = report.checks.count { $0.verdict == verdict }
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        return "doctor: " + counts.joined(separator: ", ")
    }

    /// Commands and statements of policies are left as they are, to be copied; prose is wrapped.
    private static func remedy(_ text: String) -> [String] {
        text.split(separator: "\n").flatMap { line -> [String] in
            let plain = Sanitizer.plain(String(line))
            let isVerbatim = plain.first.map { " {}[]\"".contains($0) } ?? false
            return (isVerbatim ? [plain] : wrapped(plain, width: width - indent.count)).map { indent + $0 }
        }
    }

    /// Broken between words alone, so that names and addresses can be copied; a longer word has a line to itself.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func mark(_ verdict: PreflightCheck.Verdict) -> String {
        switch verdict {
        case .ok: "ok"
        case .failed: "!!"
        case .unknown: "??"
        case .skipped: "--"
        }
    }

    private static func time(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
        return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
