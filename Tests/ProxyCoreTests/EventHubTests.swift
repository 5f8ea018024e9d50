import ProxyCore
import Testing

@Suite("The event hub", .timeLimit(.minutes(5)))
struct EventHubTests {
    private func event(_ number: Int, by publisher: Int = 0) -> ProxyEvent {
        .credentialsFailed(
            CredentialsFailed(time: WallTime(milliseconds: Int64(number)), source: String(publisher), message: ""))
    }

    private func numbers(_ batch: EventBatch?) -> [Int64] { batch?.events.map(\.time.milliseconds) ?? [] }

    @Test("Every subscriber gets every event, in order")
    func several() async {
        let hub = EventHub()
        var first = hub.subscribe().batches.makeAsyncIterator()
        var second = hub.subscribe().batches.makeAsyncIterator()
        for number in 0..<5 { hub.publish(event(number)) }
        #expect(numbers(await first.next()) == [0, 1, 2, 3, 4])
        hub.publish(event(5))
        #expect(numbers(await first.next()) == [5])
        #expect(numbers(await second.next()) == [0, 1, 2, 3, 4, 5])
    }

    @Test("A slow subscriber loses its own oldest events and is told how many; a fast one loses none")
    func slow() async {
        let hub = EventHub()
        var slow = hub.subscribe(bufferingNewest: 3).batches.makeAsyncIterator()
        var fast = hub.subscribe(bufferingNewest: 100).batches.makeAsyncIterator()
        for number in 0..<10 { hub.publish(event(number)) }
        let late = await slow.next()
        #expect(numbers(late) == [7, 8, 9])
        #expect(late?.dropped == 7)
        #expect(numbers(await fast.next()).count == 10)
        hub.publish(event(10))
        let next = await slow.next()
        #expect(numbers(next) == [10])
        #expect(next?.dropped == 0)
    }

    @Test("A subscriber that waits is woken by the next event")
    func wakes() async {
        let hub = EventHub()
        let stream = hub.subscribe().batches
        let waiting = Task {
            var iterator = stream.makeAsyncIterator()
            return await iterator.next()?.events.count
        }
        hub.publish(event(1))
        #expect(await waiting.value == 1)
    }

    @Test("After the end a subscriber gets what it had waiting, and then nothing more")
    func finishes() async {
        let hub = EventHub()
        var iterator = hub.subscribe().batches.makeAsyncIterator()
        hub.publish(event(1))
        hub.finish()
        hub.publish(event(2))
        #expect(numbers(await iterator.next()) == [1])
        #expect(await iterator.next() == nil)
    }

    @Test("The end reaches one who waits")
    func finishWakes() async {
        let hub = EventHub()
        let stream = hub.subscribe().batches
        let waiting = Task { await stream.reduce(0) { $0 + $1.events.count } }
        hub.publish(event(1))
        hub.finish()
        #expect(await waiting.value == 1)
    }

    @Test("Cancelling a subscriber's task ends its stream, and nobody is watched any more")
    func cancels() async {
        let hub = EventHub()
        let stream = hub.subscribe().batches
        #expect(hub.hasSubscribers)
        let waiting = Task {
            for await _ in stream {}
            return true
        }
        waiting.cancel()
        #expect(await waiting.value)
        #expect(!hub.hasSubscribers)
    }

    @Test("Without subscribers nothing is kept")
    func unwatched() async {
        let hub = EventHub()
        #expect(!hub.hasSubscribers)
        hub.publish(event(1))
        var iterator = hub.subscribe().batches.makeAsyncIterator()
        hub.publish(event(2))
        #expect(numbers(await iterator.next()) == [2])
    }

    @Test("Concurrent publishers: nothing is lost, and each one's order is kept")
    func concurrent() async {
        let hub = EventHub()
        let publishers = 8, each = 500
        let stream = hub.subscribe(bufferingNewest: publishers * each).batches
        let reader = Task {
            var seen: [String: [Int64]] = [:]
            for await batch in stream {
                for case .credentialsFailed(let event) in batch.events {
                    seen[event.source, default: []].append(event.time.milliseconds)
                }
            }
            return seen
        }
        await withTaskGroup(of: Void.self) { group in
            for publisher in 0..<publishers {
                group.addTask { for number in 0..<each { hub.publish(event(number, by: publisher)) } }
            }
        }
        hub.finish()
        let seen = await reader.value
        #expect(seen.count == publishers)
        for numbers in seen.values { #expect(numbers == Array(0..<Int64(each))) }
    }

    @Test("Drops and deliveries add up under load")
    func accounts() async {
        let hub = EventHub()
        let stream = hub.subscribe(bufferingNewest: 16).batches
        let reader = Task { await stream.reduce(0) { $0 + $1.events.count + $1.dropped } }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { for number in 0..<1_000 { hub.publish(event(number)) } } }
        }
        hub.finish()
        #expect(await reader.value == 4_000)
    }
}
