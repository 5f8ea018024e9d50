/// What is wrong in the argument of a command, where, and how it would be right.
package struct LineComplaint: Error, Sendable, Hashable, CustomStringConvertible {
    /// The characters that are meant, of the argument at first, of the whole line once it is ``shifted(by:)``.
    package let range: Range<Int>
    package let wanted: String
    package let example: String

    package init(range: Range<Int>, wanted: String, example: String) {
        self.range = range
        self.wanted = wanted
        self.example = example
    }

    package var description: String { "\(wanted), such as \(example)" }

    package func shifted(by count: Int) -> LineComplaint {
        LineComplaint(
            range: (range.lowerBound + count)..<(range.upperBound + count), wanted: wanted, example: example)
    }
}
