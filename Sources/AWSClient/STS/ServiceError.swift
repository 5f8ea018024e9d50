import HTTPTypes

/// The service's refusal.
package struct ServiceError: Sendable, Equatable {
    /// The service's code, or `HTTP 503` where the body names none: a load balancer answers in HTML, or not at all.
    package let code: String
    /// The service's words; untrusted text. Empty where the body has none.
    package let message: String
    package let status: Int
    /// The service's name for the call.
    package let requestID: String?

    package init(code: String, message: String, status: Int, requestID: String? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
    }

    /// Nothing that the service says is taken as it stands: a code or a name of the call that has not the form of one is
    /// none, and the message stays in one line.
    ///
    /// - Parameter secrets: what must not be quoted; hidden first, so that no cut leaves a part of one.
    init(_ response: TransportResponse, hiding secrets: SecretsOfRequest) {
        let tree = try? XMLTree(reading: response.body)
        let root = tree?.name == "ErrorResponse" ? tree : nil
        status = response.head.status.code
        code = root?.text(at: "Error", "Code").flatMap { Self.code(secrets.hide(in: $0)) } ?? "HTTP \(status)"
        let words = secrets.hide(in: root?.text(at: "Error", "Message") ?? "")
        message = String(Self.inOneLine(words).prefix(Self.longestMessage))
        requestID = secrets.requestID(response.head.headerFields[.amznRequestID] ?? root?.text(at: "RequestId"))
    }

    private static let longestMessage = 2_048

    private static func code(_ text: String) -> String? {
        text.wholeMatch(of: /[A-Za-z0-9.:_\-]{1,128}/) == nil ? nil : text
    }

    /// Line breaks and control characters become spaces: only words of ours span lines.
    private static func inOneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}

extension ServiceError: CustomStringConvertible {
    package var description: String {
        let name = code == "HTTP \(status)" ? code : "\(code) (HTTP \(status))"
        let id = requestID.map { ", request \($0)" } ?? ""
        return message.isEmpty ? name + id : "\(name): \(message)\(id)"
    }
}
