import Dashboard
import JotopTestSupport
import ProxyCore
import Testing

@testable import JotopApp

@Suite("The dashboard's feed from a proxy", .timeLimit(.minutes(5)))
struct LiveSourceTests {
    private func source(_ feed: EventFeed, _ time: ManualTime, pace: Duration) -> LiveSource {
        LiveSource(
            feed: feed, stats: TrafficStats(), orders: AsyncStream.makeStream(of: EngineOrder.self).continuation,
            time: time.source, pace: pace, recordings: nil)
    }

    private static func count(_ messages: [Dashboard.Message]) -> Int {
        messages.reduce(0) { if case .events(let batch) = $1 { $0 + batch.events.count } else { $0 } }
    }

    @Test("However much happens, it is told once in a pace, and all of it", arguments: [100, 500])
    func paced(milliseconds: Int) async {
        let (hub, time, pace) = (EventHub(), ManualTime(), Duration.milliseconds(milliseconds))
        let feed = hub.subscribe(interest: .some)
        let source = source(feed, time, pace: pace)
        let (told, tell) = AsyncStream.makeStream(of: Int.self)
        let event = ProxyEvent.mintingSwitched(MintingSwitched(time: time.wallStart, isOn: true))
        let relay = Task { await source.relay { tell.yield(Self.count($0)) } }
        var batches = told.makeAsyncIterator()
        hub.publish(event)
        let first = await batches.next()
        #expect(first == 1)
        for _ in 1...5 {
            await time.sleepers(atLeast: 1)
            for _ in 1...10 { hub.publish(event) }
            time.advance(by: pace)
            let next = await batches.next()
            #expect(next == 10)
        }
        relay.cancel()
        feed.finish()
        await relay.value
    }
}
