import ProxyCore
import Testing

@testable import Diagnosis

@Suite("What gRPC refuses with 200 is a refusal")
struct GRPCTests {
    private static func answer(_ status: String, _ message: String = "", flow: UInt64 = 1) -> FlowEnd {
        Case.answered(
            200, [("Content-Type", "application/grpc"), ("Grpc-Status", status), ("Grpc-Message", message)], flow: flow)
    }

    @Test("Who is not known, and who may not, are told apart", arguments: [("16", 401), ("7", 403)])
    func refused(status: String, meant: Int) {
        let end = Self.answer(status, "Jwt is expired")
        #expect(end.meantStatus == meant)
        #expect(end.isProblem)
        #expect(Case.diagnosis(of: end).cause == .expired)
        #expect(Case.evidence(of: end).history?.accepted == 0)
        #expect(Case.evidence(of: end).history?.count(of: meant) == 1)
    }

    @Test("Any other status, and a status without gRPC, mean what they say", arguments: ["0", "5", "14", "", "x"])
    func others(status: String) {
        let end = Self.answer(status)
        #expect(end.meantStatus == 200)
        #expect(!end.isProblem)
        #expect(Case.diagnosis(of: end).cause == nil)
        #expect(Case.answered(401, [("grpc-status", "7")]).meantStatus == 401)
    }
}
