import Diagnosis
import ProxyCore
import Recordings

extension EventJSON {
    /// The line of a diagnosis.
    static func line(_ report: DiagnosisReport, isMarked: Bool = false) -> String {
        var object = JSONLine(time: report.time, type: "diagnosis")
        object.add("flow", report.flow.id)
        object.add("host", report.flow.host)
        object.add("audience", report.flow.audiences)
        object.add("cause", report.cause.rawValue)
        object.add("text", report.sentence)
        object.add("remedy", report.remedy)
        object.add("evidence", .array(report.evidence.map { .string($0) }))
        if isMarked { object.addMark() }
        return object.text
    }
}
