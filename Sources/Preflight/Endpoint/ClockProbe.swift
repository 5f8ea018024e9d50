import AWSClient
import HTTPTypes

/// Reads STS's clock off the answer to an unsigned request: whatever it says, it says when.
struct ClockProbe {
    let transport: any HTTPTransport
    let environment: STSClient.Environment
    var timeout = Duration.seconds(5)

    /// How far STS is ahead of this machine; nil where no answer tells.
    func offset(of route: EndpointRoute) async -> Duration? {
        let head = HTTPRequest(method: .get, scheme: route.scheme, authority: route.authority, path: "/")
        let sent = environment.now()
        guard let response = try? await transport.send(TransportRequest(head: head), timeout: timeout) else {
            return nil
        }
        return ClockSkew.measure(response.head.headerFields, sent: sent, received: environment.now())
    }
}
