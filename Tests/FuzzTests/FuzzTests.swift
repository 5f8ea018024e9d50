import Foundation
import Testing

/// Whatever reads bytes from the network or from files, fed with mutations of valid inputs.
///
/// `JOTOP_FUZZ_ITERATIONS` is the number of inputs for each target (500), `JOTOP_FUZZ_SEED` decides which they are (1),
/// `JOTOP_FUZZ_ONLY` names one target. The same seed gives the same inputs everywhere.
@Suite("Fuzzing", .timeLimit(.minutes(30)))
struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["JOTOP_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    private static let iterations = environment["JOTOP_FUZZ_ITERATIONS"].flatMap(Int.init) ?? 500
    private static let targets = FuzzTarget.all.filter { $0.name == environment["JOTOP_FUZZ_ONLY"] ?? $0.name }

    @Test("Nothing that comes from outside breaks what reads it", arguments: targets)
    func hold(_ target: FuzzTarget) async throws {
        let count = max(20, Int(Double(Self.iterations) * target.share))
        let run = FuzzRun(target: target, seed: Self.seed, count: count)
        let (finding, outcomes) = try await run.run()
        if Self.iterations > 500 { print("fuzz: \(target.name): \(count) inputs, \(outcomes.count) outcomes") }
        // A target that ends in one way alone is fed with rubbish, or checks nothing.
        #expect(outcomes.count > 1 || finding != nil, "\(outcomes)")
        guard let finding else { return }
        Issue.record(
            """
            \(target.name): \(finding.words)
            as text: \(String(decoding: finding.input.prefix(2_000), as: UTF8.self).debugDescription)
            as hex:  \(finding.input.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
            again:   JOTOP_FUZZ_SEED=\(Self.seed) JOTOP_FUZZ_ITERATIONS=\(Self.iterations) JOTOP_FUZZ_ONLY=\(target.name) \
            swift test --filter FuzzTests
            for good: save these bytes as Tests/FuzzTests/Corpus/\(target.name)/NAME
            """)
    }

    @Test("Every target has a corpus, and every corpus its target")
    func corpus() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Corpus.folder.path)
        #expect(Set(folders) == Set(FuzzTarget.all.map { $0.name }))
    }

    @Test("A broken invariant is found, told, and made small")
    func found() async throws {
        let target = FuzzTarget(name: "json") { input in
            guard !input.contains(0x7F) else { throw Broken(description: "a DEL") }
            return "good"
        }
        let (finding, _) = try await FuzzRun(target: target, seed: 1, count: 10_000).run()
        #expect(finding?.input == [0x7F])
        #expect(finding?.words == "a DEL")
    }
}
