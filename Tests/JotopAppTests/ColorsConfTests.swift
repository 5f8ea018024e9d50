import ArgumentParser
import Canvas
import CursesTerminal
import Foundation
import Testing

@testable import JotopApp

@Suite("The user's colours")
struct ColorsConfTests {
    @Test("Without a file none are chosen, and a bad file is told with its line and what to do")
    func reads() throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "jotop-colors-\(UUID().uuidString)")
        let folder = base.appending(path: "jotop")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: base) }
        let environment = ["XDG_CONFIG_HOME": base.path]
        let none = try ColorsConf.colors(environment)
        #expect(none == .empty)
        let file = folder.appending(path: "colors.conf")
        try "dim = default\nerror = blue\n".write(to: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: ColorsFileError.self) { try ColorsConf.colors(environment) }
        let lines = StartupError.lines(try #require(error))
        #expect(
            lines == [
                "jotop: \(file.path): blue is no colour and no attribute", "  line 2   error = blue",
                "  colours, first if there is one: default, red, yellow, magenta, cyan;"
                    + " attributes: bold, dim, underline, reverse",
            ])
        try "error = magenta,bold\n".write(to: file, atomically: true, encoding: .utf8)
        let chosen = try ColorsConf.colors(environment)
        #expect(chosen.looks == [.error: Appearance(.bold, .magenta)])
        try Data([0xFF, 0xFE]).write(to: file)
        let unreadable = #expect(throws: ColorsFileError.self) { try ColorsConf.colors(environment) }
        #expect(unreadable?.fault == .unreadable)
    }

    @Test("A file that cannot be used is wrong usage, told before anything starts")
    func code() {
        let error = ColorsFileError(file: "colors.conf", number: 1, text: "x", fault: .form)
        let exit = #expect(throws: ExitCode.self) { try StartupError.report(error) }
        #expect(exit == ExitCode(64))
    }
}
