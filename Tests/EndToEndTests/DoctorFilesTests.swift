import Foundation
import Preflight
import Testing

@testable import JotopApp

@Suite("jotop doctor and the shared files", .timeLimit(.minutes(5)))
struct DoctorFilesTests {
    @Test("A shared file that cannot be opened is told of, and stops nothing")
    func closedFile() async throws {
        // A link to itself, which not even the superuser can open.
        let config = NSTemporaryDirectory() + "/jotop-config-" + UUID().uuidString
        try FileManager.default.createSymbolicLink(atPath: config, withDestinationPath: config)
        defer { try? FileManager.default.removeItem(atPath: config) }
        let outcome = try await Examination.run { $0.environment["AWS_CONFIG_FILE"] = config }
        #expect(outcome.isGood)
        #expect(outcome.unwrapped.contains("cannot be opened: "))
    }
}
