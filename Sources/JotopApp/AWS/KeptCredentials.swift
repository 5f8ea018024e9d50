import AWSClient
import ProxyCore

/// Credentials that are kept fresh, the clock that judges them, and the news of both.
struct KeptCredentials: Sendable {
    let cached: CachedCredentials
    let clock: ServiceClock
    /// What each search came to, where that is news; for one reader.
    let reports: AsyncStream<CredentialReport>

    /// - Parameters:
    ///   - stamp: stands for the state of the files that the source reads.
    ///   - longestSearch: the bound of a search.
    init<Stamp: Equatable & Sendable>(
        _ source: any CredentialProvider, stamp: @escaping @Sendable () -> Stamp, correctsClock: Bool = true,
        longestSearch: Duration, events: EventHub, time: TimeSource
    ) {
        let alarm = ClockAlarm()
        clock = ServiceClock { offset in
            let measured = ClockMeasured(
                time: time.wall(), offset: offset, isCorrected: correctsClock, isAlarming: alarm.sounds(at: offset))
            events.publish(.clockMeasured(measured))
        }
        // A reader that is late wants to know how things stand, not how they stood.
        let (reports, news) = AsyncStream.makeStream(of: CredentialReport.self, bufferingPolicy: .bufferingNewest(16))
        self.reports = reports
        cached = CachedCredentials(
            source, clock: clock, correctsClock: correctsClock, stamp: stamp, longestSearch: longestSearch
        ) { news.yield($0) }
    }
}
