import ProxyCore

/// What two answers must have in common to count as the same: the status, and the words.
///
/// Whatever has a digit in it is left out of the words: ids, times and counts differ from answer to answer.
struct AnswerLikeness: Hashable {
    private let status: Int?
    private let words: [String]

    init(_ answer: BisectAnswer) {
        status = answer.status
        words = (answer.said ?? "").lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { word in !word.contains(where: \.isNumber) }
    }
}
