/// The newest elements of a stream, each under a number that never changes: the first ever appended is 0.
///
/// Appending, reading and changing take constant time; what is older than the capacity allows is handed back.
struct Ring<Element: Sendable>: Sendable {
    let capacity: Int
    private var storage: ContiguousArray<Element?> = []
    /// Where the oldest element lies in the storage.
    private var head = 0
    /// The number of the oldest element held.
    private(set) var first = 0
    private(set) var count = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The numbers of all elements held.
    var numbers: Range<Int> { first..<(first + count) }
    /// How many were ever appended.
    var appended: Int { first + count }

    subscript(number: Int) -> Element? {
        get { numbers.contains(number) ? storage[slot(number)] : nil }
        _modify {
            guard numbers.contains(number) else {
                var nothing: Element?
                yield &nothing
                return
            }
            yield &storage[slot(number)]
        }
    }

    var last: Element? { self[appended - 1] }

    /// - Returns: the oldest element, if it had to make room.
    @discardableResult
    mutating func append(_ element: Element) -> (number: Int, element: Element)? {
        let dropped = count == capacity ? removeFirst() : nil
        if storage.count < capacity {
            storage.append(element)
        } else {
            storage[(head + count) % capacity] = element
        }
        count += 1
        return dropped
    }

    mutating func removeFirst() -> (number: Int, element: Element)? {
        guard count > 0, let element = storage[head] else { return nil }
        // A ring that has not been filled yet must not be wrapped: it is brought to its full length first.
        while storage.count < capacity { storage.append(nil) }
        storage[head] = nil
        defer {
            head = (head + 1) % capacity
            first += 1
            count -= 1
        }
        return (first, element)
    }

    private func slot(_ number: Int) -> Int { (head + number - first) % capacity }
}
