import ProxyCore
import Testing

@testable import Preflight

@Suite("The plan of a preflight")
struct PreflightPlanTests {
    struct Stop: Sendable, CustomTestStringConvertible {
        let failed: PreflightStep
        let skipped: [PreflightStep]
        var testDescription: String { "\(failed)" }
    }

    /// What nobody need look at once a step has failed.
    static let stops: [Stop] = [
        Stop(failed: .configuration, skipped: Array(PreflightStep.allCases.dropFirst())),
        Stop(
            failed: .region,
            skipped: [.dns, .tcp, .tls, .identity, .clock, .federation, .mint, .claims, .discovery, .keys, .signature]),
        Stop(
            failed: .dns,
            skipped: [.tcp, .tls, .identity, .clock, .federation, .mint, .claims, .discovery, .keys, .signature]),
        Stop(
            failed: .tcp,
            skipped: [.tls, .identity, .clock, .federation, .mint, .claims, .discovery, .keys, .signature]
        ),
        Stop(failed: .tls, skipped: [.identity, .clock, .federation, .mint, .claims, .discovery, .keys, .signature]),
        Stop(failed: .credentials, skipped: [.identity, .federation, .mint, .claims, .discovery, .keys, .signature]),
        Stop(failed: .identity, skipped: [.federation, .mint, .claims, .discovery, .keys, .signature]),
        Stop(failed: .clock, skipped: []),
        Stop(failed: .federation, skipped: [.mint, .claims, .discovery, .keys, .signature]),
        Stop(failed: .mint, skipped: [.claims, .discovery, .keys, .signature]),
        Stop(failed: .claims, skipped: []),
        Stop(failed: .discovery, skipped: [.keys, .signature]),
        Stop(failed: .keys, skipped: [.signature]),
        Stop(failed: .signature, skipped: []),
    ]

    @Test("A failed step stops what depends on it, and nothing else", arguments: stops)
    func stop(_ stop: Stop) {
        let plan = Self.walk { $0 == stop.failed ? .failed("broken", remedy: "mend it") : .ok("fine") }
        #expect(plan.checks.map(\.step) == PreflightStep.allCases)
        #expect(plan.checks.filter { $0.verdict == .skipped }.map(\.step) == stop.skipped)
        #expect(plan.checks.filter { $0.verdict == .failed }.map(\.step) == [stop.failed])
        for check in plan.checks where check.verdict == .skipped {
            #expect(check.text == "needs \(stop.failed), which failed")
        }
    }

    @Test("Every step has a row in that table")
    func complete() {
        #expect(Self.stops.map(\.failed) == PreflightStep.allCases)
    }

    @Test("Of two failed steps each stops its own, and the root is named, not the last link")
    func roots() {
        let plan = Self.walk { [.dns, .credentials].contains($0) ? .failed("broken", remedy: nil) : .ok("fine") }
        let texts = Dictionary(uniqueKeysWithValues: plan.checks.map { ($0.step, $0.text) })
        #expect(texts[.tls] == "needs dns, which failed")
        #expect(texts[.identity] == "needs dns, which failed")
        #expect(texts[.credentials] == "broken")
        #expect(texts[.signature] == "needs dns, which failed")
    }

    @Test("A step that does not apply stops nothing; one that is left out or cannot be told stops what needs it")
    func withoutFailure() {
        let plain = Self.walk { $0 == .tls ? .inapplicable("plain http") : .ok("fine") }
        #expect(plain.checks.filter { $0.verdict == .skipped }.map(\.step) == [.tls])
        let harmless = Self.walk { $0 == .mint ? .leftOut("no audience yet") : .ok("fine") }
        #expect(harmless.checks.suffix(4).map(\.text) == Array(repeating: "needs mint", count: 4))
        let away = Self.walk { $0 == .discovery ? .unknown("away", stopsOthers: true) : .ok("fine") }
        #expect(
            away.checks.suffix(2).map(\.text) == Array(repeating: "needs discovery, which cannot be told", count: 2))
        let warned = Self.walk { $0 == .clock ? .warned("61m behind", remedy: "set it") : .ok("fine") }
        #expect(warned.checks.count { $0.verdict == .ok } == 13)
    }

    @Test("Every step depends on earlier ones alone, so that the order of the steps can be walked")
    func order() {
        let order = PreflightStep.allCases
        for (place, step) in order.enumerated() {
            #expect(PreflightPlan.needs(step).allSatisfy { order[..<place].contains($0) })
        }
    }

    /// Walks a plan to its end.
    private static func walk(_ finding: (PreflightStep) -> Finding) -> PreflightPlan {
        var plan = PreflightPlan()
        var step = plan.next()
        while let looked = step {
            plan.ended(finding(looked), took: nil)
            step = plan.next()
        }
        return plan
    }
}
