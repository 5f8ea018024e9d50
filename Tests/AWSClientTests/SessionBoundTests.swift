import AWSClient
import Foundation
import Testing

/// A bound in a box, so that expectations can hand it facts.
private final class Bound {
    private var value = SessionBound()

    private func moment(_ seconds: Double) -> Date { ManualTime.start.addingTimeInterval(seconds) }

    func plan(_ keys: AWSCredentials, _ wanted: Int, at time: Double = 0) -> SessionBound.Plan {
        value.plan(for: keys, wanting: .seconds(wanted), at: moment(time))
    }

    func refused(_ asked: Int, _ keys: AWSCredentials, at time: Double = 0) {
        value.refused(.seconds(asked), for: keys, at: moment(time))
    }

    func minted(_ keys: AWSCredentials, end: Double?) {
        value.minted(for: keys, sessionEnd: end.map(moment))
    }
}

extension SessionBound.Plan {
    /// A plan without a cap.
    static func ask(_ seconds: Int) -> Self { .ask(.seconds(seconds), cap: nil) }

    /// A plan with one.
    static func capped(_ asked: Int, of wanted: Int, ends: Double?) -> Self {
        let end = ends.map { ManualTime.start.addingTimeInterval($0) }
        return .ask(
            .seconds(asked), cap: .init(wanted: .seconds(wanted), asked: .seconds(asked), sessionEnds: end))
    }
}

@Suite("The bound that a session sets its tokens")
struct SessionBoundTests {
    @Test(
        "Where the end is known, no more is asked for than is left, in whole seconds and with a margin",
        arguments: [
            // ends, asked at, wanted, plan
            (3_600.0, 0.0, 3_600, SessionBound.Plan.capped(3_590, of: 3_600, ends: 3_600)),
            (3_610, 0, 3_600, .ask(3_600)), (3_609.5, 0, 3_600, .capped(3_599, of: 3_600, ends: 3_609.5)),
            (3_600, 1_000.3, 3_600, .capped(2_589, of: 3_600, ends: 3_600)),
            (43_200, 0, 3_600, .ask(3_600)), (900, 0, 300, .ask(300)), (900, 830, 300, .capped(60, of: 300, ends: 900)),
            (900, 831, 300, .renewFirst(ends: ManualTime.start.addingTimeInterval(900))),
            (900, 5_000, 300, .renewFirst(ends: ManualTime.start.addingTimeInterval(900))),
        ])
    func known(ends: Double, asked: Double, wanted: Int, plan: SessionBound.Plan) {
        #expect(Bound().plan(.test("A", ends: ends), wanted, at: asked) == plan)
    }

    @Test("Long-lived keys have no bound")
    func longLived() {
        let bound = Bound()
        let keys = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "s")
        #expect(bound.plan(keys, 3_600) == .ask(3_600))
    }

    @Test("Where the end is not known, less is asked for after each refusal, and at last nothing")
    func ladder() {
        let (bound, keys) = (Bound(), AWSCredentials.test("A"))
        #expect(bound.plan(keys, 3_600) == .ask(3_600))
        for (asked, next) in [(3_600, 900), (900, 300), (300, 60)] {
            bound.refused(asked, keys)
            #expect(bound.plan(keys, 3_600) == .capped(next, of: 3_600, ends: nil))
        }
        bound.refused(60, keys)
        #expect(bound.plan(keys, 3_600) == .renewFirst(ends: nil))
    }

    @Test("A refusal of much, told late, does not undo what one of less has taught")
    func lateRefusal() {
        let (bound, keys) = (Bound(), AWSCredentials.test("A"))
        bound.refused(900, keys)
        bound.refused(3_600, keys)
        #expect(bound.plan(keys, 3_600) == .capped(300, of: 3_600, ends: nil))
        #expect(bound.plan(keys, 200) == .ask(200))
    }

    @Test("A token tells the end, which holds from then on")
    func learnt() {
        let (bound, keys) = (Bound(), AWSCredentials.test("A"))
        bound.refused(3_600, keys)
        bound.minted(keys, end: 2_000)
        #expect(bound.plan(keys, 3_600, at: 100) == .capped(1_890, of: 3_600, ends: 2_000))
        bound.refused(1_890, keys, at: 100)
        #expect(bound.plan(keys, 3_600, at: 100) == .capped(900, of: 3_600, ends: nil))
    }

    @Test("A token that tells no end teaches nothing")
    func silentToken() {
        let (bound, keys) = (Bound(), AWSCredentials.test("A"))
        bound.refused(3_600, keys)
        bound.minted(keys, end: nil)
        #expect(bound.plan(keys, 3_600) == .capped(900, of: 3_600, ends: nil))
    }

    @Test("Other credentials begin anew, and a token of the old ones says nothing of them")
    func otherKeys() {
        let bound = Bound()
        bound.refused(3_600, .test("A"))
        #expect(bound.plan(.test("B"), 3_600) == .ask(3_600))
        bound.minted(.test("A"), end: 500)
        #expect(bound.plan(.test("B"), 3_600) == .ask(3_600))
    }

    @Test("A refusal that taught what time it is leaves the known end in force")
    func clockCorrected() {
        let (bound, keys) = (Bound(), AWSCredentials.test("A", ends: 3_600))
        // Asked by a clock that was half an hour behind.
        #expect(bound.plan(keys, 3_600, at: -1_800) == .ask(3_600))
        bound.refused(3_600, keys, at: 0)
        #expect(bound.plan(keys, 3_600, at: 0) == .capped(3_590, of: 3_600, ends: 3_600))
    }
}
