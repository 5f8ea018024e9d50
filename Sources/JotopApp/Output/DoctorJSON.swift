import ProxyCore

/// A preflight as one JSON object for programs: each check on a line, and every member always there.
enum DoctorJSON {
    static func text(_ report: PreflightReport) -> String {
        let checks = report.checks.map { "    " + line($0) }.joined(separator: ",\n")
        return "{\n  \"ok\": \(report.isGood),\n  \"checks\": [\n\(checks)\n  ]\n}"
    }

    private static func line(_ check: PreflightCheck) -> String {
        let members: [(String, JSONValue)] = [
            ("step", .string(check.step.rawValue)), ("verdict", .string(check.verdict.rawValue)),
            ("text", .string(check.text)), ("remedy", check.remedy.map { .string($0) } ?? .null),
            ("ms", check.took.map { .integer($0.milliseconds) } ?? .null),
        ]
        return "{" + members.map { "\(JSONValue.quote($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
    }
}
