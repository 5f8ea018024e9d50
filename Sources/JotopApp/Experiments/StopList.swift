/// What is under way and can be told to stop, each by itself or all at once. A value.
struct StopList: Sendable {
    /// Something that is under way.
    struct Entry: Sendable {
        fileprivate let number: Int
        fileprivate let stops: AsyncStream<Void>

        /// Runs to its end, or is cancelled at the first stop, which may have come before.
        func run(_ body: @escaping @Sendable () async -> Void) async {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await body() }
                group.addTask { for await _ in stops { return } }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private var stops: [Int: AsyncStream<Void>.Continuation] = [:]
    private var count = 0

    var isEmpty: Bool { stops.isEmpty }

    mutating func began() -> Entry {
        let (stream, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        count += 1
        stops[count] = stop
        return Entry(number: count, stops: stream)
    }

    mutating func ended(_ entry: Entry) { stops[entry.number] = nil }

    func stopAll() {
        for stop in stops.values { stop.yield() }
    }
}
