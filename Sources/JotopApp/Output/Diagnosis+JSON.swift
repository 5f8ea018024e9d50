import Diagnosis
import ProxyCore

extension Diagnosis {
    /// The whole of it for programs and people, findings with the marks that the dashboard has.
    var json: JSONValue {
        var members: [String: JSONValue] = ["findings": .array(findings.map(\.json))]
        members["cause"] = cause.map { .string($0.rawValue) }
        members["text"] = sentence.map { .string($0.plain) }
        if !remedies.isEmpty { members["remedies"] = .array(remedies.map { .string($0.sentence) }) }
        return .object(members)
    }
}

extension Finding {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "verdict": .string(verdict.rawValue), "subject": .string(subject.rawValue), "text": .string(text.plain),
        ]
        members["more"] = more.map { .string($0.plain) }
        members["aside"] = aside.map { .string($0.plain) }
        return .object(members)
    }
}
