import AWSClient
import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TLSFaults

/// HTTP for STS, credential endpoints and key sets, by async-http-client. Proxied traffic never goes this way.
struct AsyncHTTPTransport: HTTPTransport {
    let client: HTTPClient

    /// Settings under which the client neither follows, nor repeats, nor hides anything.
    static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // With the default, a refused connection is tried again until the connect time-out is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Many audiences may be asked for at the same moment.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.httpVersion = .http1Only
        return configuration
    }

    func send(
        _ request: TransportRequest, timeout: Duration
    ) async throws(TransportError) -> TransportResponse {
        // The client's own deadline ends with the answer's head; this one covers the body too.
        do {
            return try await withThrowingTaskGroup(of: TransportResponse.self) { group in
                group.addTask { try await exchange(request) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    throw TransportError.timeout
                }
                defer { group.cancelAll() }
                guard let response = try await group.next() else { throw TransportError.cancelled }
                return response
            }
        } catch {
            throw Task.isCancelled ? .cancelled : Self.classify(error)
        }
    }

    private func exchange(_ request: TransportRequest) async throws -> TransportResponse {
        let head = request.head
        var outgoing = HTTPClientRequest(
            url: "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")")
        outgoing.method = HTTPMethod(rawValue: head.method.rawValue)
        outgoing.headers = HTTPHeaders(head.headerFields.map { ($0.name.rawName, $0.value) })
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        let response = try await client.execute(outgoing, deadline: .distantFuture)
        let body = try await response.body.collect(upTo: request.maximumBodySize)
        var fields = HTTPFields()
        for (name, value) in response.headers {
            // A field whose name is no token is none of ours.
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return TransportResponse(
            head: HTTPResponse(status: .init(code: Int(response.status.code)), headerFields: fields),
            body: Array(buffer: body))
    }

    /// - Returns: the error in the words of our own; nothing of the request is in it.
    static func classify(_ error: any Error) -> TransportError {
        switch error {
        case let error as TransportError: error
        case is CancellationError: .cancelled
        case is NIOTooManyBytesError: .bodyTooLarge
        case let error as HTTPClientError: classify(error)
        case let error as NIOConnectionError: classify(error)
        case is NIOSSLError, is NIOSSLExtraError: .tlsFailed(reason: TLSFault(error).words)
        case let error as IOError: .connectionFailed(reason: reason(error))
        case is HTTPParserError: .connectionFailed(reason: "the answer is not HTTP/1.1: \(error)")
        default: .connectionFailed(reason: "\(type(of: error))")
        }
    }

    private static func classify(_ error: HTTPClientError) -> TransportError {
        switch error {
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
            .tlsHandshakeTimeout:
            .timeout
        case .cancelled, .alreadyShutdown: .cancelled
        default: .connectionFailed(reason: error.shortDescription)
        }
    }

    private static func classify(_ error: NIOConnectionError) -> TransportError {
        guard let last = error.connectionErrors.last else { return .unknownHost(error.host) }
        if case .connectTimeout? = last.error as? ChannelError { return .timeout }
        let cause = (last.error as? IOError).map { reason($0) } ?? "\(type(of: last.error))"
        return .connectionFailed(reason: "\(cause) by \(error.host):\(error.port)")
    }

    private static func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "connection reset"
        case EHOSTUNREACH, ENETUNREACH: "no route to the host"
        default: String(cString: strerror(error.errnoCode))
        }
    }
}
