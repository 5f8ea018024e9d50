/// Why there is no answer.
package enum TransportError: Error, Sendable, Equatable {
    case timeout
    /// Refused, reset, or closed before the answer was complete.
    case connectionFailed(reason: String)
    case unknownHost(String)
    case tlsFailed(reason: String)
    case bodyTooLarge
    case cancelled

    /// Whether the same request may succeed a moment later: not for a name or a certificate that is wrong.
    package var isTransient: Bool {
        switch self {
        case .timeout, .connectionFailed: true
        case .unknownHost, .tlsFailed, .bodyTooLarge, .cancelled: false
        }
    }
}

extension TransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .timeout: "no answer in time"
        case .connectionFailed(let reason): "connection failed: \(reason)"
        case .unknownHost(let host): "unknown host: \(host)"
        case .tlsFailed(let reason): "TLS failed: \(reason)"
        case .bodyTooLarge: "the answer is too large"
        case .cancelled: "cancelled"
        }
    }
}
