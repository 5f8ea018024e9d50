import AWSClient

/// An issuer that answers nobody until it is let: then it does as the one behind it. Who is cancelled meanwhile gets nothing.
final class GatedIssuer: HTTPTransport {
    let issuer: ScriptedIssuer
    private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    private let (passes, pass) = AsyncStream.makeStream(of: Void.self)

    init(_ issuer: ScriptedIssuer) { self.issuer = issuer }

    /// Returns when somebody waits at the gate.
    func reached() async {
        var iterator = arrivals.makeAsyncIterator()
        await iterator.next()
    }

    func open() { pass.finish() }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        arrival.yield()
        for await _ in passes {}
        guard !Task.isCancelled else { throw .cancelled }
        return try await issuer.send(request, timeout: timeout)
    }
}
