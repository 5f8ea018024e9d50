import AWSClient
import HTTPTypes

/// A call to one of the endpoints that hand out credentials, repeated a few times where that may help.
struct EndpointCall: Sendable {
    let context: CredentialContext
    /// Attempts in all.
    var attempts = 3
    /// The longest that one attempt may take.
    var timeout: Duration = .seconds(2)
    /// The longest that attempts and waits may take together.
    var deadline: Duration = .seconds(15)

    /// - Returns: the last answer, whatever its status.
    /// - Throws: why the last attempt had none.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let end = context.surroundings.uptime() + deadline
        var number = 1
        while true {
            let left = min(timeout, end - context.surroundings.uptime())
            guard left > .zero else { throw .timeout }
            do throws(TransportError) {
                let response = try await context.transport.send(request, timeout: left)
                guard number < attempts, Self.mayPass(response.head.status) else { return response }
            } catch {
                guard number < attempts, error.isTransient else { throw error }
            }
            try await wait(after: number)
            number += 1
        }
    }

    private func wait(after number: Int) async throws(TransportError) {
        let delay = Duration.milliseconds(100 << number) * context.surroundings.random()
        do { try await context.surroundings.sleep(delay) } catch { throw .cancelled }
    }

    private static func mayPass(_ status: HTTPResponse.Status) -> Bool {
        status.code == 429 || status.kind == .serverError
    }
}

extension HTTPRequest {
    /// A request to `address`, with a path below the address's own.
    init(_ method: Method, _ address: EndpointAddress, path: String, accept: String = "application/json") {
        self.init(
            method: method, scheme: address.scheme, authority: address.authority, path: address.basePath + path)
        headerFields[.accept] = accept
        headerFields[.userAgent] = "jotop"
    }
}
