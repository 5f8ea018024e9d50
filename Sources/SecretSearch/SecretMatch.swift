/// Where something stands in bytes that must not be shown, and what is shown in its place.
package struct SecretMatch: Sendable, Equatable {
    package var range: Range<Int>
    package let name: String

    package init(_ range: Range<Int>, _ name: String) {
        self.range = range
        self.name = name
    }
}

extension [SecretMatch] {
    /// In their order, each byte in one of them at most. Of those that overlap the first given says what it is.
    package var merged: [SecretMatch] {
        var result: [SecretMatch] = []
        // Sorting is not stable: those that begin at one place keep their order by their number.
        let sorted = enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (_, match) in sorted {
            guard let last = result.last, match.range.lowerBound < last.range.upperBound else {
                result.append(match)
                continue
            }
            let end = Swift.max(last.range.upperBound, match.range.upperBound)
            result[result.count - 1].range = last.range.lowerBound..<end
        }
        return result
    }
}

extension [UInt8] {
    /// These bytes with the names of secrets in their places.
    ///
    /// - Parameters:
    ///   - matches: merged.
    ///   - limit: nothing from there on is in the result, whatever is replaced before it.
    package func hiding(_ matches: [SecretMatch], before limit: Int = .max) -> [UInt8] {
        let end = Swift.min(limit, count)
        var result: [UInt8] = []
        var position = 0
        for match in matches where match.range.lowerBound < end {
            result += self[position..<match.range.lowerBound]
            result += match.name.utf8
            position = match.range.upperBound
        }
        return position < end ? result + self[position..<end] : result
    }
}
