import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Screens of faults, back-off and young tokens look as recorded")
struct FaultScreenTests {
    /// A session with a fault in force, and a request that it touched selected.
    private static func faulted(_ columns: Int, _ rows: Int) -> Dashboard {
        var configuration = Scenario.configuration(columns: columns, rows: rows)
        configuration.allowsFaults = true
        var dashboard = Dashboard(configuration)
        var end = Scenario.last(
            401, [("WWW-Authenticate", #"Bearer error="invalid_token", error_description="bad signature""#)])
        end.fault = .tampered
        dashboard.take(
            Scenario.beginning
                + Scenario.mint(Scenario.billing, "B", 1, 1, at: "14:24:18.397", took: 377, flow: 902)
                + [.fault(FaultNotice(time: Scenario.time("14:31:50"), .set(.tampered, host: "billing.example.net")))]
                + Scenario.hit(1196, "14:32:06.100", "GET", "/v1/items", 200, 5) + Scenario.events(end))
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        _ = dashboard.draw()
        return dashboard
    }

    /// A token that is kept back, one that STS will not renew, and an audience that is throttled.
    private static func tokens(_ columns: Int, _ rows: Int) -> Dashboard {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        dashboard.take(states)
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        _ = dashboard.draw()
        return dashboard.pressed([.character("2"), .down, .down, .down, .down])
    }

    private static var states: [ProxyEvent] {
        func failed(_ handle: Int, _ audiences: AudienceSet, serving: TokenID?) -> ProxyEvent {
            .tokenFailed(
                TokenFailed(
                    time: Scenario.time("14:32:10"), audiences: audiences, handle: TokenHandle(index: handle),
                    reason: .due, attempt: 3,
                    failure: MintFailure(kind: .unavailable, code: "Throttling", message: "Rate exceeded"),
                    retryAt: Scenario.time("14:32:24"), took: .milliseconds(80), waiters: 5,
                    waiting: [FlowID(1190), FlowID(1191)], flow: FlowID(1190), stillServing: serving))
        }
        let facts = Scenario.facts(Scenario.api, 0, 4, issuedAt: Scenario.time("14:32:19"), life: 3_600)
        let young = TokenMinted(
            time: Scenario.time("14:32:19.400"), facts: facts, reason: .due, refreshAt: Scenario.time("15:27:19"),
            took: .milliseconds(400), waiters: 0, flow: nil, requestID: nil, servesFrom: Scenario.time("14:32:21.400"))
        return [
            .fault(FaultNotice(time: Scenario.now, .clockMoved(ahead: .seconds(3_000)))), .tokenRefreshed(young),
            failed(1, Scenario.billing, serving: TokenID(handle: TokenHandle(index: 1), generation: 1)),
            failed(4, AudienceSet("https://busy.example"), serving: nil),
        ]
    }

    static let shots: [Shot] = [
        Shot("faults-flows") { faulted($0, $1) },
        Shot("faults-why") { faulted($0, $1).pressed([.enter]) },
        Shot("faults-offers") { faulted($0, $1).pressed([.character(":")]).typed("fault ") },
        Shot("faults-complaint") { faulted($0, $1).ran("fault sts slow soon") },
        Shot("faults-events") { faulted($0, $1).pressed([.character("3")]) },
        Shot("tokens-states") { tokens($0, $1) },
    ]

    @Test("At each size", arguments: shots, [Canvas.Size(columns: 80, rows: 24), .init(columns: 120, rows: 40)])
    func screens(_ shot: Shot, _ size: Canvas.Size) throws {
        var dashboard = shot.make(size.columns, size.rows)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(size.columns)x\(size.rows)")
    }
}
