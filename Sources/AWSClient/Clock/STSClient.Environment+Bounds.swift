extension STSClient.Environment {
    /// Waits for work, but no longer than a bound.
    ///
    /// Work that is late, or whose caller is cancelled, is cancelled and left to itself: it may heed that or not.
    ///
    /// - Returns: nil where the work was late, or the caller was cancelled.
    func within<Value: Sendable>(_ bound: Duration, _ work: @escaping @Sendable () async -> Value) async -> Value? {
        let (outcomes, arrived) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
        // What is known already is not worth a wait for a thread.
        let worker = Task.immediate { _ = arrived.yield(await work()) }
        let alarm = Task {
            guard (try? await timer(bound)) != nil else { return }
            arrived.yield(nil)
        }
        defer {
            worker.cancel()
            alarm.cancel()
        }
        for await outcome in outcomes { return outcome }
        return nil
    }
}
