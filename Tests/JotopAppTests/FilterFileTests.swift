import Dashboard
import Foundation
import Testing

@testable import JotopApp

@Suite("The file of saved filters")
struct FilterFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "filters-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var file: URL { folder.appending(path: "jotop/filters") }
    private var filters: FilterFile { FilterFile(environment: ["XDG_STATE_HOME": folder.path]) }

    @Test("What is written is read again in a later run, and is for its owner's eyes alone")
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(filters.read() == SavedFilters([]))
        filters.write(SavedFilters(["st:4xx|5xx"]))
        filters.write(SavedFilters(["st:4xx|5xx", "tok:new \"two words\""]))
        #expect(filters.read() == SavedFilters(["st:4xx|5xx", "tok:new \"two words\""]))
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        let mode = attributes[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("What is no filter in it is passed over", arguments: ["st:\nst:4xx\n\n\0\u{1B}[2J\nst:4xx", "st:4xx"])
    func tolerant(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        filters.write(SavedFilters([]))
        try text.write(to: file, atomically: true, encoding: .utf8)
        #expect(filters.read().lines.first == "st:4xx")
        #expect(filters.read().lines.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 } })
    }

    @Test(
        "Where there is no place to write, nothing is written and nothing breaks",
        arguments: [
            [:], ["HOME": "relative"], ["XDG_STATE_HOME": "/proc/nowhere"],
        ])
    func nowhere(environment: [String: String]) {
        let filters = FilterFile(environment: environment)
        filters.write(SavedFilters(["st:4xx"]))
        #expect(filters.read() == SavedFilters([]))
    }
}
