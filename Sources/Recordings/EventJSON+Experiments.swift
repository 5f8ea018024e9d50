import ProxyCore

/// What was found out by asking: signatures checked, and requests sent once more.
extension EventJSON {
    static func add(_ check: TokenVerified, to object: inout JSONLine, detailed: Bool) {
        object.add("audience", check.audiences)
        object.add("handle", .string(check.token.description))
        object.add("print", check.print)
        object.add("flow", check.flow)
        object.add("verdict", .string(check.verdict.rawValue))
        object.add("error", check.fault?.rawValue)
        object.add("detail", check.detail)
        object.add("remedy", check.remedy)
        object.add("kid", check.keyID)
        object.add("issuer", check.issuer)
        object.add("keys", check.keys?.address)
        object.add("keys_age", check.keys?.age, exactly: detailed)
    }

    static func add(_ report: BisectReport, to object: inout JSONLine) {
        object.add("flow", report.flow)
        object.add("host", .string(report.host))
        object.add("status", report.status.map { Int64($0) })
        object.add("answers", .array(report.answers.map(\.json)))
        object.add("phase", .string(report.phase.name))
        object.add("step", report.phase.step?.rawValue)
        guard report.isOver else { return }
        object.add("readings", .array(report.readings.map { .string($0) }))
    }

    static func add(_ refused: ReplayRefused, to object: inout JSONLine) {
        object.add("flow", refused.flow)
        object.add("bisect", .bool(refused.isBisect))
        object.add("reason", .string(refused.reason))
    }

    static func add(_ replay: FlowReplay?, to object: inout JSONLine) {
        guard let replay else { return }
        object.add("replay_of", replay.original)
        object.add("replay_step", replay.step?.rawValue)
    }
}

extension BisectReport.Phase {
    var name: String {
        switch self {
        case .sending: "sending"
        case .waiting: "waiting"
        case .complete: "complete"
        case .stopped: "stopped"
        }
    }

    var step: BisectStep? {
        switch self {
        case .sending(let step), .waiting(let step): step
        case .complete, .stopped: nil
        }
    }

    init?(name: String, step: BisectStep?) {
        switch (name, step) {
        case ("sending", let step?): self = .sending(step)
        case ("waiting", let step?): self = .waiting(step)
        case ("complete", _): self = .complete
        case ("stopped", _): self = .stopped
        default: return nil
        }
    }
}

extension BisectAnswer {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["step": .string(step.rawValue), "duration": took.exactMilliseconds]
        members["flow"] = flow.map { .integer(Int64(clamping: $0.number)) }
        members["handle"] = token.map { .string($0.description) }
        members["print"] = print.map { .string($0) }
        members["life_left"] = lifeLeft?.exactMilliseconds
        members["status"] = status.map { .integer(Int64($0)) }
        members["said"] = said.map { .string($0) }
        members["challenge"] = traits?.challenge.map { .string($0) }
        members["body_bytes"] = traits.map { .integer(Int64($0.bodyLength)) }
        members["body_mark"] = traits.map { .string($0.bodyMark) }
        members["fault"] = fault.map { .string($0) }
        return .object(members)
    }
}
