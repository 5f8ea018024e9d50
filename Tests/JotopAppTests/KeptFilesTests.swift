import Dashboard
import Foundation
import Testing

@testable import JotopApp

@Suite("What is kept from one run to the next")
struct KeptFilesTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var kept: KeptFiles {
        KeptFiles(environment: [
            "XDG_STATE_HOME": folder.path + "/state", "XDG_CONFIG_HOME": folder.path + "/config",
        ])
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)[.posixPermissions] as? Int
    }

    @Test("Columns stand beside keys.conf, history with the filters, each for its owner's eyes alone")
    func places() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        kept.write(ColumnChoice("flows +PATH -TIME"))
        kept.write(PromptHistory("/st:4xx\n:hide 2\n"))
        kept.write(SavedFilters(["st:5xx"]))
        #expect(try mode("config/jotop/columns.conf") == 0o600)
        #expect(try mode("state/jotop/history") == 0o600)
        #expect(try mode("state/jotop/filters") == 0o600)
        let text = try String(contentsOf: folder.appending(path: "config/jotop/columns.conf"), encoding: .utf8)
        #expect(text.contains("\nflows +PATH -TIME "))
    }

    @Test("The dashboard is told of all of it, and of what there is where nothing was written")
    func reads() {
        defer { try? FileManager.default.removeItem(at: folder) }
        kept.write(PromptHistory(":hide 2\n"))
        kept.write(ColumnChoice("tokens -USES"))
        var history: PromptHistory?
        var columns: ColumnChoice?
        for message in kept.read() {
            if case .historyKept(let found) = message { history = found }
            if case .columnsKept(let found) = message { columns = found }
        }
        #expect(history?.text == ":hide 2\n")
        #expect(columns == ColumnChoice("tokens -USES"))
        #expect(kept.read().count == 3)
    }

    @Test("A file that is larger than any of these was written by somebody else: it is neither read nor replaced")
    func foreign() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        kept.write(ColumnChoice("tokens -USES"))
        let file = folder.appending(path: "config/jotop/columns.conf")
        let others = "tokens -USES\n" + String(repeating: "# mine\n", count: 10_000)
        try others.write(to: file, atomically: true, encoding: .utf8)
        #expect(
            !kept.read().contains {
                if case .columnsKept(let found) = $0 { found == ColumnChoice("tokens -USES") } else { false }
            })
        kept.write(ColumnChoice("flows -TIME"))
        let left = try String(contentsOf: file, encoding: .utf8)
        #expect(left == others)
    }

    @Test("Where there is no place to write, nothing breaks")
    func nowhere() {
        let kept = KeptFiles(environment: ["XDG_CONFIG_HOME": "/proc/nowhere", "HOME": "relative"])
        kept.write(ColumnChoice("flows -TIME"))
        kept.write(PromptHistory(":hide 2\n"))
        #expect(kept.read().count == 3)
    }
}
