import AWSClient
import Foundation
import Testing

/// A lease in a box, so that expectations can hand it facts.
private final class Lease {
    private var value = CredentialLease()

    /// How far what is known of the service's time is ahead of the truth.
    var error = 0.0

    private func moment(_ seconds: Double) -> CredentialLease.Moment {
        CredentialLease.Moment(
            service: ManualTime.start.addingTimeInterval(seconds + error), uptime: .seconds(seconds))
    }

    func requested(at time: Double) -> CredentialLease.Order { value.requested(at: moment(time)) }
    func ticked(at time: Double) -> Bool { value.ticked(at: moment(time)) }
    func filesChanged() { value.filesChanged() }
    func rejected(_ credentials: AWSCredentials, at time: Double) { value.rejected(credentials, at: moment(time)) }
    func nextLook(at time: Double) -> Double { value.nextLook(at: moment(time)) }

    func renewalWanted(of credentials: AWSCredentials, at time: Double) -> CredentialLease.Order {
        value.renewalWanted(of: credentials, at: moment(time))
    }

    func resolved(_ credentials: AWSCredentials, at time: Double) -> CredentialLease.Ending {
        value.resolved(credentials, at: moment(time))
    }

    func failed(_ error: CredentialError, at time: Double, random: Double = 0) -> CredentialLease.Ending {
        value.failed(error, at: moment(time), random: random)
    }
}

@Suite("The lease of credentials")
struct CredentialLeaseTests {
    /// A lease whose first search, at the start, found credentials that end so many seconds later.
    private func lease(ends: Double?) -> Lease {
        let lease = Lease()
        #expect(lease.requested(at: 0) == .search)
        #expect(lease.resolved(.test("A", ends: ends), at: 0) == .answer(.test("A", ends: ends)))
        return lease
    }

    @Test(
        "They are renewed from a third of their life before the end, a quarter of an hour at most",
        arguments: [
            // ends, asked at, renewed
            (900.0, 599.0, false), (900, 600, true), (900, 899, true), (3_600, 2_699, false), (3_600, 2_700, true),
            (43_200, 42_299, false), (43_200, 42_300, true), (120, 79, false), (120, 80, true),
        ])
    func window(ends: Double, asked: Double, renewed: Bool) {
        let lease = lease(ends: ends)
        let credentials = AWSCredentials.test("A", ends: ends)
        let order = lease.requested(at: asked)
        #expect(order == (renewed ? .serveAndSearch(credentials) : .serve(credentials)))
    }

    @Test("What never ends is never renewed")
    func endless() {
        let lease = lease(ends: nil)
        #expect(lease.requested(at: 1e9) == .serve(.test("A")))
        #expect(!lease.ticked(at: 1e9))
    }

    @Test("One search at a time: others are served behind it, or wait for it when nothing lives")
    func singleFlight() {
        let lease = lease(ends: 900)
        #expect(lease.requested(at: 700) == .serveAndSearch(.test("A", ends: 900)))
        #expect(lease.requested(at: 701) == .serve(.test("A", ends: 900)))
        #expect(lease.requested(at: 900) == .wait)
        let empty = Lease()
        #expect(empty.requested(at: 0) == .search)
        #expect(empty.requested(at: 0) == .wait)
    }

    @Test("A source that repeats itself is asked once a minute, and the window does not shrink with each answer")
    func repeated() {
        let lease = lease(ends: 3_600)
        var searches: [Double] = []
        for second in stride(from: 2_600.0, to: 3_600, by: 1) {
            guard case .serveAndSearch = lease.requested(at: second) else { continue }
            searches.append(second)
            #expect(lease.resolved(.test("A", ends: 3_600), at: second) == .answer(.test("A", ends: 3_600)))
        }
        #expect(searches == Array(stride(from: 2_700.0, to: 3_600, by: 60)))
    }

    @Test("A failed renewal keeps what lives, and the pauses grow to a bound, cut by the dice")
    func backOff() {
        let lease = lease(ends: 43_200)
        var searches: [Double] = []
        for second in stride(from: 42_300.0, to: 43_200, by: 1) {
            guard case .serveAndSearch = lease.requested(at: second) else { continue }
            searches.append(second - 42_300)
            #expect(
                lease.failed(.test(), at: second) == .answer(.test("A", ends: 43_200)))
        }
        #expect(searches == [0, 8, 23, 53, 113, 233, 383, 533, 683, 833])
        #expect(lease.requested(at: 43_200) == .search)
        #expect(lease.failed(.test(), at: 43_200) == .fail(.test()))
    }

    @Test(
        "Without anything alive, requests that come by the hundred search with pauses that grow from a second to half a minute"
    )
    func noStorm() {
        let lease = Lease()
        var searches: [Double] = []
        for second in stride(from: 0.0, to: 120, by: 0.25) {
            let order = lease.requested(at: second)
            guard order == .search else {
                #expect(order == .fail(.test()))
                continue
            }
            searches.append(second)
            #expect(lease.failed(.test(), at: second) == .fail(.test()))
        }
        #expect(searches == [0, 1, 3, 7, 15, 31, 61, 91])
    }

    @Test("A change ends the pause after a failure")
    func pauseEnds() {
        let lease = Lease()
        #expect(lease.requested(at: 0) == .search)
        #expect(lease.failed(.test(), at: 0) == .fail(.test()))
        #expect(lease.requested(at: 0.5) == .fail(.test()))
        lease.filesChanged()
        #expect(lease.requested(at: 0.5) == .search)
    }

    @Test("What seems to be over but is fresh from the source is left to the service to judge, for a minute")
    func fresh() {
        let lease = lease(ends: -3_600)
        #expect(lease.requested(at: 59) == .serve(.test("A", ends: -3_600)))
        #expect(lease.requested(at: 60) == .search)
    }

    @Test("A change on disk is looked at before anybody is served, and what lives survives a failure")
    func changes() {
        let lease = lease(ends: nil)
        lease.filesChanged()
        #expect(lease.requested(at: 1) == .search)
        #expect(lease.requested(at: 1) == .wait)
        #expect(lease.failed(.test(), at: 2) == .answer(.test("A")))
        #expect(lease.requested(at: 2) == .serve(.test("A")))
        lease.filesChanged()
        #expect(lease.requested(at: 3) == .search)
        #expect(lease.resolved(.test("B"), at: 3) == .answer(.test("B")))
        #expect(lease.requested(at: 3) == .serve(.test("B")))
    }

    @Test("A change during a search keeps nobody waiting: one more search follows behind, two seconds later")
    func changeDuringSearch() {
        let lease = Lease()
        #expect(lease.requested(at: 0) == .search)
        lease.filesChanged()
        #expect(lease.requested(at: 0) == .wait)
        #expect(lease.resolved(.test("old"), at: 0) == .answer(.test("old")))
        #expect(lease.nextLook(at: 0) == 2)
        #expect(lease.requested(at: 1.9) == .serve(.test("old")))
        #expect(lease.requested(at: 2) == .serveAndSearch(.test("old")))
        #expect(lease.resolved(.test("new"), at: 2) == .answer(.test("new")))
        #expect(lease.requested(at: 1e6) == .serve(.test("new")))
    }

    @Test("A source whose every search changes the files is asked ever less often, and nobody waits for it")
    func writesItsCache() {
        let lease = lease(ends: nil)
        lease.filesChanged()
        #expect(lease.requested(at: 0) == .search)
        lease.filesChanged()
        #expect(lease.resolved(.test("A"), at: 0) == .answer(.test("A")))
        var searches: [Double] = []
        for second in stride(from: 0.0, to: 250, by: 1) {
            let order = lease.requested(at: second)
            guard order == .serveAndSearch(.test("A")) else {
                #expect(order == .serve(.test("A")))
                continue
            }
            searches.append(second)
            lease.filesChanged()
            #expect(lease.resolved(.test("A"), at: second) == .answer(.test("A")))
        }
        #expect(searches == [2, 6, 14, 30, 62, 122, 182, 242])
    }

    @Test("A change during a search that fails is looked at soon, asked or not")
    func changeDuringFailure() {
        for isAsked in [true, false] {
            let lease = Lease()
            #expect(lease.requested(at: 0) == .search)
            lease.filesChanged()
            #expect(lease.failed(.test(.loginNeeded), at: 0, random: 0.99) == .fail(.test(.loginNeeded)))
            #expect(lease.requested(at: 1) == .fail(.test(.loginNeeded)))
            #expect(isAsked ? lease.requested(at: 2) == .search : lease.ticked(at: 2))
        }
    }

    @Test("Rejected ones are dropped if they are in hand, and not again within a minute if they are all there is")
    func rejected() {
        let lease = lease(ends: nil)
        lease.rejected(.test("other"), at: 0)
        #expect(lease.requested(at: 0) == .serve(.test("A")))
        lease.rejected(.test("A"), at: 0)
        #expect(lease.requested(at: 0) == .search)
        #expect(lease.resolved(.test("A"), at: 0) == .answer(.test("A")))
        lease.rejected(.test("A"), at: 59)
        #expect(lease.requested(at: 59) == .serve(.test("A")))
        lease.rejected(.test("A"), at: 60)
        #expect(lease.requested(at: 60) == .search)
    }

    @Test("Rejected ones are not what a failed search falls back to")
    func rejectedAndAway() {
        let lease = lease(ends: 3_600)
        lease.rejected(.test("A", ends: 3_600), at: 10)
        #expect(lease.requested(at: 10) == .search)
        #expect(lease.failed(.test(), at: 10) == .fail(.test()))
    }

    @Test("Longer-lived ones are searched for once a minute at most")
    func renewalWanted() {
        let lease = lease(ends: 100)
        let held = AWSCredentials.test("A", ends: 100)
        #expect(lease.renewalWanted(of: held, at: 59) == .serve(held))
        #expect(lease.renewalWanted(of: held, at: 60) == .search)
        #expect(lease.renewalWanted(of: held, at: 60) == .wait)
        #expect(lease.requested(at: 60) == .serve(held))
        #expect(lease.resolved(.test("B", ends: 4_000), at: 61) == .answer(.test("B", ends: 4_000)))
        #expect(lease.renewalWanted(of: held, at: 61) == .serve(.test("B", ends: 4_000)))
    }

    @Test(
        "Unasked, it searches ahead of the end, and again after what may pass by itself",
        arguments: [(CredentialError.Code.failed, true), (.loginNeeded, false), (.incomplete, false)])
    func ticks(code: CredentialError.Code, again: Bool) {
        let empty = Lease()
        #expect(!empty.ticked(at: 0))
        #expect(empty.requested(at: 0) == .search)
        #expect(empty.failed(.test(code), at: 0, random: 0.999) == .fail(.test(code)))
        #expect(empty.nextLook(at: 0) == 2)
        #expect(!empty.ticked(at: 2))
        #expect(empty.ticked(at: 15) == again)

        let full = lease(ends: 3_600)
        #expect(full.nextLook(at: 0) == 5)
        #expect(full.nextLook(at: 2_697) == 3)
        #expect(!full.ticked(at: 2_699))
        #expect(full.ticked(at: 2_700))
        #expect(!full.ticked(at: 2_700))
    }

    @Test("A session that a clock ahead took for over is renewed in time, once that clock is put right")
    func lateClock() {
        let lease = Lease()
        lease.error = 3_600
        let credentials = AWSCredentials.test("A", ends: 3_600)
        #expect(lease.requested(at: 0) == .search)
        #expect(lease.resolved(credentials, at: 0) == .answer(credentials))
        lease.error = 0
        #expect(lease.requested(at: 2_699) == .serve(credentials))
        #expect(lease.requested(at: 2_700) == .serveAndSearch(credentials))
        #expect(lease.failed(.test(), at: 2_700) == .answer(credentials))
        #expect(lease.requested(at: 3_600) == .search)
    }

    @Test("A pause that was noted before the clock was put right is as long as it was")
    func latePause() {
        let lease = Lease()
        lease.error = 3_600
        #expect(lease.requested(at: 0) == .search)
        #expect(lease.failed(.test(), at: 0) == .fail(.test()))
        lease.error = 0
        #expect(lease.requested(at: 0.9) == .fail(.test()))
        #expect(lease.requested(at: 1) == .search)
    }

    @Test("For those who want others than what is over a search begins, but not by the hundred")
    func renewalOfDead() {
        let lease = lease(ends: -10)
        let dead = AWSCredentials.test("A", ends: -10)
        #expect(lease.renewalWanted(of: dead, at: 1.9) == .serve(dead))
        #expect(lease.renewalWanted(of: dead, at: 2) == .search)
        #expect(lease.renewalWanted(of: dead, at: 2) == .wait)
        _ = lease.resolved(dead, at: 3)
        #expect(lease.renewalWanted(of: dead, at: 4) == .serve(dead))
        let alive = self.lease(ends: 1_000)
        #expect(alive.renewalWanted(of: .test("A", ends: 1_000), at: 59) == .serve(.test("A", ends: 1_000)))
    }

    @Test("A change is looked at unasked too")
    func tickAfterChange() {
        let lease = Lease()
        #expect(lease.requested(at: 0) == .search)
        #expect(lease.failed(.test(.loginNeeded), at: 0) == .fail(.test(.loginNeeded)))
        lease.filesChanged()
        #expect(lease.ticked(at: 2))
    }
}
