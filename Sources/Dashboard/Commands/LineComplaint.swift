/// What is wrong in the argument of a command, where, and how it would be right.
struct LineComplaint: Error, Sendable, Hashable, CustomStringConvertible {
    /// The characters that are meant, of the argument at first, of the whole line once it is ``shifted(by:)``.
    let range: Range<Int>
    let wanted: String
    let example: String

    var description: String { "\(wanted), such as \(example)" }

    func shifted(by count: Int) -> LineComplaint {
        LineComplaint(
            range: (range.lowerBound + count)..<(range.upperBound + count), wanted: wanted, example: example)
    }
}
