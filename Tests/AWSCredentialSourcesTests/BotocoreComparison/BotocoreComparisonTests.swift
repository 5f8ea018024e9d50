import Foundation
import Testing

@Suite("What botocore makes of the same environment and files", .enabled(if: BotocoreOracle.isInstalled))
struct BotocoreComparisonTests {
    @Test("Each answer is botocore's, but for the differences that are known", .timeLimit(.minutes(5)))
    func comparison() throws {
        let home = NSTemporaryDirectory() + "/jotop-botocore-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: home + "/.aws", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        let questions = ComparedCase.all.map {
            BotocoreOracle.Question(
                name: $0.name, environment: $0.environment, config: $0.config, credentials: $0.credentials)
        }
        let answers = try BotocoreOracle.answers(to: questions, home: home)
        #expect(answers.count == ComparedCase.all.count)
        for one in ComparedCase.all {
            try Data(one.config.utf8).write(to: URL(fileURLWithPath: home + "/.aws/config"))
            try Data(one.credentials.utf8).write(to: URL(fileURLWithPath: home + "/.aws/credentials"))
            for column in ComparedColumn.allCases {
                let ours = column.answer(one.environment, home: home)
                let theirs = answers[one.name]?[column.rawValue]
                let why = "\(one.name): the \(column) is \(ours) here and \(theirs ?? "missing") there"
                if let known = one.differences[column] {
                    #expect(ours != theirs, "\(why), which is listed as: \(known.rawValue)")
                } else {
                    #expect(ours == theirs, "\(why)")
                }
            }
        }
    }

    @Test("Every known difference is shown by a case")
    func differences() {
        let shown = Set(ComparedCase.all.flatMap(\.differences.values))
        #expect(shown == Set(KnownDifference.allCases))
    }
}
