/// What is under way and can be told to stop, each by itself or all at once. Whoever guards it with a lock tells its entries
/// after the lock.
struct StopList: Sendable {
    /// Something that is under way.
    struct Entry: Sendable {
        fileprivate let number: Int
        private let stops: AsyncStream<Void>
        private let order: AsyncStream<Void>.Continuation

        fileprivate init(number: Int) {
            self.number = number
            (stops, order) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        }

        /// Runs to its end, or is cancelled at the first stop, which may have come before.
        func run(_ body: @escaping @Sendable () async -> Void) async {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await body() }
                group.addTask { for await _ in stops { return } }
                await group.next()
                group.cancelAll()
            }
        }

        func stop() { order.yield() }
    }

    private var entries: [Int: Entry] = [:]
    private var count = 0

    var isEmpty: Bool { entries.isEmpty }

    /// Everything that has begun and not ended.
    var underWay: [Entry] { Array(entries.values) }

    mutating func began() -> Entry {
        count += 1
        let entry = Entry(number: count)
        entries[count] = entry
        return entry
    }

    mutating func ended(_ entry: Entry) { entries[entry.number] = nil }
}
