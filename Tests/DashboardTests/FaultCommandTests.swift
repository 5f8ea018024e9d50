import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Faults from the command line")
struct FaultCommandTests {
    private func session(allowed: Bool = true) -> Dashboard {
        var configuration = Scenario.configuration()
        configuration.allowsFaults = allowed
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning)
        dashboard.take(Scenario.hit(1, "14:32:00", "GET", "/", 200, 5))
        _ = dashboard.draw()
        return dashboard
    }

    @Test("A command is an order to the engine; where faults are not allowed, it says how they would be")
    func sends() {
        var allowed = session()
        #expect(allowed.run("fault tampered") == [.send(.injectFault(.tampered, host: nil))])
        #expect(allowed.run("fault off") == [.send(.clearFaults(.all))])
        #expect(allowed.run("clock +55m") == [.send(.putClockForward(.seconds(3_300)))])
        #expect(allowed.run("clock off") == [.send(.putClockForward(nil))])
        #expect(allowed.run("fault clock +55m") == [.send(.putClockForward(.seconds(3_300)))])
        var refused = session(allowed: false)
        for line in ["fault tampered", "fault off", "clock +5m"] {
            #expect(refused.run(line) == [])
            #expect(refused.toast?.text.contains("--allow-faults") == true)
        }
    }

    @Test("A wrong line stays open with a caret below what is wrong, until it is changed")
    func caret() {
        var dashboard = session()
        dashboard.press(.character(":"))
        dashboard.type("fault sts slow soon")
        #expect(dashboard.press(.enter) == [])
        #expect(dashboard.place == .palette)
        let canvas = dashboard.render()
        let line = canvas.text(row: canvas.size.rows - 2)
        let below = canvas.text(row: canvas.size.rows - 1)
        #expect(line.contains("fault sts slow soon"))
        #expect(below.contains("slow wants a time up to 1m, such as fault sts slow 3s"))
        let caret = below.prefix { $0 != "^" }.count
        #expect(line.dropFirst(caret).hasPrefix("soon"))
        dashboard.press(.backspace)
        #expect(!dashboard.render().text.contains("slow wants"))
    }

    @Test("Tab offers what there is for the hosts that were seen, and what is in force to be taken back")
    func offers() throws {
        var dashboard = session()
        let before = FaultOffers(dashboard).faults.map(\.value)
        #expect(before.first == "expired host:api.example.com")
        #expect(before.contains("audience urn:example:wrong-audience host:api.example.com"))
        for value in before { _ = try FaultLine(value) }
        dashboard.take([.fault(FaultNotice(time: Scenario.now, .set(.expired, host: "api.example.com")))])
        #expect(FaultOffers(dashboard).faults.prefix(2).map(\.value) == ["off", "off host:api.example.com"])
        for (value, _) in FaultOffers.clock { _ = try ClockLine(value) }
    }
}
