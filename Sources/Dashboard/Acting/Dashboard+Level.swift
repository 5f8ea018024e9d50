import ProxyCore

/// How much the list of events, and the log if there is one, tell.
extension Dashboard {
    mutating func setLevel(_ argument: String) -> [Effect] {
        guard let level = LogLevel(rawValue: argument) else {
            show("level takes one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))", isError: true)
            return []
        }
        live.eventLevel = level
        pause?.listEvents(from: level)
        relist(.events)
        show("level \(level.rawValue): \(level.meaning)")
        return [.logLevel(level)]
    }
}

extension LogLevel {
    /// What is listed from there on.
    var meaning: String {
        switch self {
        case .debug: "also each call to STS as it begins, and each look at the clock"
        case .info: "what happens to tokens and credentials, and what goes wrong"
        case .warn: "what goes wrong, and what is about to"
        case .error: "what failed"
        }
    }
}
