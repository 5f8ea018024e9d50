import AWSClient
import HTTPTypes
import Synchronization

/// Answers requests from a table, and remembers what was asked for.
final class CannedTransport: HTTPTransport {
    private let answers: [String: Result<TransportResponse, TransportError>]
    private let log = Mutex<[String]>([])

    /// - Parameter answers: by `scheme://authority/path`; whatever is not there is unreachable.
    init(_ answers: [String: Result<TransportResponse, TransportError>]) { self.answers = answers }

    /// What was asked for, in order.
    var requests: [String] { log.withLock { $0 } }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let head = request.head
        let place = "\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")"
        log.withLock { $0.append(place) }
        guard let answer = answers[place] else { throw .connectionFailed(reason: "connection refused") }
        let response = try answer.get()
        guard response.body.count <= request.maximumBodySize else { throw .bodyTooLarge }
        return response
    }
}

extension Result where Success == TransportResponse, Failure == TransportError {
    static func text(_ text: String, status: Int = 200, date: String? = nil) -> Self {
        var head = HTTPResponse(status: .init(code: status))
        head.headerFields[.date] = date
        return .success(TransportResponse(head: head, body: Array(text.utf8)))
    }
}
