package import ProxyCore

/// What only a recording tells: all that a screen shows and a log has no use for.
extension EventJSON {
    static func addDetails(of end: FlowEnd, to object: inout JSONLine) {
        object.add("started", end.start.time)
        object.add("use", .string(end.use.rawValue))
        object.add("sent", end.token?.json)
        object.add("held", end.heldToken?.description)
        object.add("obstacle", end.error?.obstacle?.name)
        object.add("request", end.request?.json)
        object.add("response", end.response?.json)
    }

    static func add(_ report: PreflightReport, to object: inout JSONLine) {
        object.add("complete", .bool(report.isComplete))
        object.add("checks", .array(report.checks.map(\.json)))
    }
}

extension ProxyError.Obstacle {
    var name: String {
        switch self {
        case .connectionRefused: "refused"
        case .timeout: "timeout"
        }
    }

    init?(name: String) {
        switch name {
        case "refused": self = .connectionRefused
        case "timeout": self = .timeout
        default: return nil
        }
    }
}

extension SentToken {
    fileprivate var json: JSONValue {
        .object([
            "token": .string(id.description), "length": .integer(Int64(length)), "age": age.exactMilliseconds,
        ])
    }
}

extension PreflightCheck {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "step": .string(step.rawValue), "verdict": .string(verdict.rawValue), "text": .string(text),
        ]
        members["remedy"] = remedy.map { .string($0) }
        members["duration"] = took?.exactMilliseconds
        return .object(members)
    }
}

extension SessionCap {
    /// In whole seconds, as STS takes them.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "wanted": .integer(wanted.components.seconds), "asked": .integer(asked.components.seconds),
        ]
        members["session_ends"] = sessionEnds.map { .string($0.rfc3339) }
        return .object(members)
    }
}

extension MessageCapture {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["start": .string(startLine), "fields": .array(fields.map(\.json))]
        if let text = String(validating: bodyPrefix, as: UTF8.self) {
            members["body"] = .string(text)
        } else {
            // The text for who reads the file, the bytes for whom the text is not enough.
            members["body"] = .string(String(decoding: bodyPrefix, as: UTF8.self))
            members["body_hex"] = .string(HexText.text(bodyPrefix))
        }
        return .object(members)
    }
}

extension CapturedField {
    /// Name, value and what the proxy did with it; for a replaced one, its old value too.
    fileprivate var json: JSONValue {
        switch change {
        case .kept: .array([.string(name), .string(value), .string("kept")])
        case .added: .array([.string(name), .string(value), .string("added")])
        case .removed: .array([.string(name), .string(value), .string("removed")])
        case .replaced(let was): .array([.string(name), .string(value), .string("replaced"), .string(was)])
        }
    }
}
