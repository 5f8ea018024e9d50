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

    init(_ response: TransportResponse, requestID: String?) {
        let tree = try? XMLTree(reading: response.body)
        let root = tree?.name == "ErrorResponse" ? tree : nil
        status = response.head.status.code
        code = root?.text(at: "Error", "Code").map { String($0.prefix(128)) } ?? "HTTP \(status)"
        message = root?.text(at: "Error", "Message").map { String($0.prefix(2_048)) } ?? ""
        self.requestID = requestID ?? root?.text(at: "RequestId")
    }
}

extension ServiceError: CustomStringConvertible {
    package var description: String {
        let name = code == "HTTP \(status)" ? code : "\(code) (HTTP \(status))"
        let id = requestID.map { ", request \($0)" } ?? ""
        return message.isEmpty ? name + id : "\(name): \(message)\(id)"
    }
}
