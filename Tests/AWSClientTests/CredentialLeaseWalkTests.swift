import AWSClient
import Foundation
import SeededNumbers
import Testing

/// A lease in a world of chance, and what must hold whatever happens.
private struct Walk {
    var lease = CredentialLease()
    var dice: SeededGenerator
    var now = ManualTime.start
    var isSearching = false
    /// Since the search under way began.
    var changedSince = false
    /// A search is owed to what changed during the last one.
    var isOwed = false
    var waiting = 0
    var made = 0
    var latest: AWSCredentials?
    var obtained = Date.distantPast

    private func moment(after seconds: Double = 0) -> CredentialLease.Moment {
        let moment = now.addingTimeInterval(seconds)
        return .init(service: moment, uptime: .seconds(moment.timeIntervalSince(ManualTime.start)))
    }

    mutating func step() {
        now += Double.random(in: 0...40, using: &dice)
        switch Int.random(in: 0..<12, using: &dice) {
        case 0..<5: obey(lease.requested(at: moment()))
        case 5:
            if lease.ticked(at: moment()) { begin() }
        case 6:
            lease.filesChanged()
            if isSearching { changedSince = true } else { isOwed = true }
        case 7:
            if let latest { lease.rejected(latest, at: moment()) }
        case 8:
            if let latest { obey(lease.renewalWanted(of: latest, at: moment())) }
        default: if isSearching { end() }
        }
    }

    private mutating func obey(_ order: CredentialLease.Order) {
        switch order {
        case .serve(let credentials): check(credentials)
        case .serveAndSearch(let credentials):
            check(credentials)
            begin()
        case .search:
            waiting += 1
            begin()
        case .fail(let error):
            #expect(error == .test())
            #expect(!isSearching && lease.serving(at: moment()) == nil, "an error although there is something")
        case .wait:
            #expect(isSearching, "somebody waits for nothing")
            waiting += 1
        }
    }

    private mutating func begin() {
        #expect(!isSearching, "two searches at a time")
        (isSearching, changedSince, isOwed) = (true, false, false)
    }

    private mutating func end() {
        isSearching = false
        let ending: CredentialLease.Ending
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: ending = lease.failed(.test(), at: moment(), random: Double.random(in: 0..<1, using: &dice))
        case let number:
            // Now and then the source repeats itself.
            let credentials = number == 1 ? latest ?? make() : make()
            (latest, obtained) = (credentials, now)
            ending = lease.resolved(credentials, at: moment())
        }
        if case .answer(let credentials) = ending { check(credentials) }
        (waiting, isOwed, changedSince) = (0, changedSince, false)
        guard isOwed else { return }
        // Later than any pause.
        var later = lease
        let isSeen = later.ticked(at: moment(after: 61))
        #expect(isSeen, "a change was missed")
    }

    private mutating func make() -> AWSCredentials {
        made += 1
        let life = [30.0, 900, 3_600].randomElement(using: &dice)
        let ends = now.timeIntervalSince(ManualTime.start) + (life ?? 0)
        return AWSCredentials.test("K\(made)", ends: made % 7 == 0 ? nil : ends)
    }

    /// What is served lives, or is fresh from the source.
    private func check(_ credentials: AWSCredentials) {
        #expect(credentials == latest, "old ones are served although there are new ones")
        guard let end = credentials.expiration, end <= now else { return }
        #expect(now < obtained.addingTimeInterval(60), "dead ones are served")
    }
}

@Suite("The lease of credentials, by chance")
struct CredentialLeaseWalkTests {
    @Test(
        "Whatever happens, one search runs at a time, nobody waits for nothing, and no change is missed",
        arguments: 1...40)
    func walk(seed: UInt64) {
        var walk = Walk(dice: SeededGenerator(seed: seed))
        for _ in 0..<2_000 { walk.step() }
        #expect(walk.made > 10)
        #expect(walk.waiting == 0 || walk.isSearching)
    }
}
