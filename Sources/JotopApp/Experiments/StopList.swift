/// What is under way and can be told to stop, each by itself or all at once. A value.
struct StopList: Sendable {
    private var stops: [Int: AsyncStream<Void>.Continuation] = [:]
    private var count = 0

    var isEmpty: Bool { stops.isEmpty }

    /// - Returns: the number to end it with, and what it hears when it is to stop.
    mutating func began() -> (number: Int, stops: AsyncStream<Void>) {
        let (stream, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        count += 1
        stops[count] = stop
        return (count, stream)
    }

    mutating func ended(_ number: Int) { stops[number] = nil }

    func stopAll() {
        for stop in stops.values { stop.yield() }
    }
}
