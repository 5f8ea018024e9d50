import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Upstreams that are spoken to in HTTP/1 for a while")
struct AvoidedUpstreamsTests {
    private let start = ContinuousClock.now
    private var shared = SharedConnections(idleLimit: 1)

    private func target(_ number: Int = 0, _ scheme: UpstreamTarget.Scheme = .https) throws -> UpstreamTarget {
        try #require(UpstreamTarget(scheme: scheme, authority: "api\(number).example"))
    }

    @Test("One is avoided for five minutes, and from the latest such answer on")
    mutating func expires() throws {
        let target = try target()
        shared.avoid(target, at: start)
        shared.avoid(target, at: start.advanced(by: .seconds(60)))
        for (second, maySpeak) in [(60, false), (359, false), (360, true)] {
            let now = start.advanced(by: .seconds(second))
            #expect(shared.maySpeak(to: target, at: now) == maySpeak)
            #expect(shared.serves(target, at: now) == maySpeak)
        }
        let (other, plain) = (try self.target(1), try self.target(1, .http))
        #expect(shared.maySpeak(to: other, at: start) && !shared.maySpeak(to: plain, at: start))
    }

    @Test("It is forgiven at once where it has no HTTP/1")
    mutating func forgiven() throws {
        let target = try target()
        shared.avoid(target, at: start)
        let (first, second) = (shared.forgive(target), shared.forgive(target))
        #expect(first && !second)
        #expect(shared.maySpeak(to: target, at: start))
    }

    @Test("Only a new one forgets the others, and only when there are too many")
    mutating func full() throws {
        let targets = try (0...1024).map { try target($0) }
        for target in targets.dropLast() { shared.avoid(target, at: start) }
        shared.avoid(targets[1], at: start)
        #expect(!shared.maySpeak(to: targets[0], at: start))
        shared.avoid(targets[1024], at: start)
        #expect(shared.maySpeak(to: targets[0], at: start) && !shared.maySpeak(to: targets[1024], at: start))
    }
}
