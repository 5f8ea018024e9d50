import Dashboard
import Foundation
import Testing

@testable import JotopApp

@Suite("What is on its way to the files that are kept", .timeLimit(.minutes(1)))
struct KeptQueueTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "queue-\(UUID().uuidString)")

    private var files: KeptFiles {
        KeptFiles(environment: ["XDG_STATE_HOME": folder.path, "XDG_CONFIG_HOME": folder.path])
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: "jotop").appending(path: name), encoding: .utf8)
    }

    @Test("Of each kind the newest is written, and nothing is left when the queue has ended")
    func newest() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let queue = KeptQueue(to: files)
        async let writing: Void = queue.run()
        for level in 0..<4 { queue.put(PromptHistory(":hide \(level)\n")) }
        queue.put(SavedFilters(["st:5xx"]))
        queue.put(ColumnChoice("flows -TIME"))
        queue.finish()
        await writing
        #expect(try text("history") == ":hide 3\n")
        #expect(try text("filters") == "st:5xx\n")
        #expect(try text("columns.conf").contains("\nflows -TIME"))
    }

    @Test("What comes after its writer was cancelled is written at the end")
    func cancelled() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let queue = KeptQueue(to: files)
        let writing = Task { await queue.run() }
        writing.cancel()
        await writing.value
        queue.put(PromptHistory(":hide 1\n"))
        queue.finish()
        #expect(try text("history") == ":hide 1\n")
    }
}
