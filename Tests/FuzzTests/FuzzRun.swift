/// Feeds one target with mutations of its corpus, until something breaks.
struct FuzzRun {
    /// An input for which an invariant does not hold.
    struct Finding {
        let input: [UInt8]
        let words: String
    }

    let target: FuzzTarget
    let seed: UInt64
    let count: Int

    /// The most inputs that are kept because they led somewhere new.
    private static let room = 200

    /// - Returns: the first finding, made as small as it gets, and every way in which inputs ended.
    func run() async throws -> (finding: Finding?, outcomes: Set<String>) {
        let last = try LastInput(of: target.name)
        var pool = try Corpus.inputs(of: target.name)
        var mutator = Mutator(dictionary: target.dictionary, seed: seed)
        var outcomes: Set<String> = []
        let seeds = pool.count
        for number in 0..<(seeds + count) {
            let input = number < seeds ? pool[number] : mutator.input(from: pool)
            try last.write(input)
            switch await outcome(of: input) {
            case .success(let outcome):
                let isNew = outcomes.insert(outcome).inserted
                if isNew, number >= seeds, pool.count < Self.room { pool.append(input) }
            case .failure(let broken):
                let finding = await smallest(Finding(input: input, words: broken.description))
                try last.remove()
                return (finding, outcomes)
            }
        }
        try last.remove()
        return (nil, outcomes)
    }

    private func outcome(of input: [UInt8]) async -> Result<String, Broken> {
        do { return .success(try await target.check(input)) } catch let error as Broken { return .failure(error) } catch
        {
            return .failure(Broken(description: "an error that nobody declared: \(error)"))
        }
    }

    /// Leaves out what is not needed to break it, in ever smaller pieces.
    private func smallest(_ finding: Finding) async -> Finding {
        var finding = finding
        var piece = max(1, finding.input.count / 2)
        while piece > 0 {
            var start = 0
            while start < finding.input.count {
                var shorter = finding.input
                shorter.removeSubrange(start..<min(shorter.count, start + piece))
                if case .failure(let broken) = await outcome(of: shorter) {
                    finding = Finding(input: shorter, words: broken.description)
                } else {
                    start += piece
                }
            }
            piece /= 2
        }
        return finding
    }
}
