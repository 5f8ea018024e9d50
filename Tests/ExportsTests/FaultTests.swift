import ProxyCore
import Testing

@testable import Exports

@Suite("No export hides a fault")
struct FaultTests {
    private static func flow(_ fault: Fault?) -> ExportedFlow {
        let flow = Samples.flow()
        var end = flow.end
        end?.fault = fault
        return ExportedFlow(start: flow.start, end: end, cause: flow.cause)
    }

    private static func texts(_ fault: Fault?) -> [String] {
        let (flow, proxy, veil) = (flow(fault), Samples.proxy, StubVeil())
        return [
            HTTPArchive.text([flow], through: proxy, at: Samples.time, version: "1", veil),
            FlowLines.text([flow], at: Samples.time, veil),
            CurlScript.text([flow], through: proxy, at: Samples.time, veil),
            CurlCommand(flow, through: proxy, veil).caveats.joined(), HeaderText.text(flow, veil),
        ]
    }

    @Test(
        "Each form names it, and none does where there is none", arguments: [Fault.tampered, .tag(nil), .keysRotated])
    func named(_ fault: Fault) {
        for (faulted, plain) in zip(Self.texts(fault), Self.texts(nil)) {
            #expect(faulted.contains(fault.description))
            #expect(!plain.contains("fault"))
        }
    }
}
