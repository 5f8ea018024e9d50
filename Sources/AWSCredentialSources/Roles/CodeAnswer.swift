/// What came of asking a person for the code of an MFA device. Prints without the code.
package enum CodeAnswer: Sendable, Equatable {
    case code(String)
    /// The terminal belongs to the dashboard by now.
    case closed
    /// There is no terminal to ask on.
    case noTerminal
    /// The person gave up.
    case noAnswer
}

extension CodeAnswer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .code: "code"
        case .closed: "closed"
        case .noTerminal: "noTerminal"
        case .noAnswer: "noAnswer"
        }
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
