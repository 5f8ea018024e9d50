/// Lines that were entered at a prompt, each kept once.
struct LineHistory: Sendable, Equatable {
    static let limit = 100

    /// The oldest first.
    private(set) var lines: [String] = []

    init(_ lines: [String] = []) {
        for line in lines { entered(line) }
    }

    /// A line by its age, the newest being 0.
    subscript(age: Int) -> String? {
        lines.indices.contains(lines.count - 1 - age) ? lines[lines.count - 1 - age] : nil
    }

    mutating func entered(_ line: String) {
        guard !line.allSatisfy({ $0 == " " }) else { return }
        lines.removeAll { $0 == line }
        lines.append(line)
        if lines.count > Self.limit { lines.removeFirst() }
    }
}
