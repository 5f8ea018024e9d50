import Recordings

extension EventJSON {
    /// A line of a time in which something goes wrong on purpose.
    static func marked(_ line: String) -> String { line.dropLast() + #","faults_on":true}"# }
}
