/// The constraints of the service's model, and the words in which it tells of those that are not met.
struct Constraints {
    private(set) var violations: [String] = []

    mutating func audiences(_ values: [String]) -> [String] {
        guard !values.isEmpty else {
            notNull("audience")
            return []
        }
        let list = "[\(values.joined(separator: ", "))]"
        if values.count > 10 { violate(list, "audience", "Member must have length less than or equal to 10") }
        if values.contains(where: { !(1...1_000).contains($0.unicodeScalars.count) }) {
            violate(
                list, "audience",
                "Member must satisfy constraint: [Member must have length less than or equal to 1000, "
                    + "Member must have length greater than or equal to 1]")
        }
        return values
    }

    mutating func algorithm(_ value: String?) -> String {
        guard let value else {
            notNull("signingAlgorithm")
            return ""
        }
        length(value, "signingAlgorithm", in: 5...5)
        return value
    }

    mutating func duration(_ value: String?) -> Int64 {
        integer(value, in: 60...3_600, absent: 300)
    }

    /// - Parameter absent: what the service takes where nothing is asked for.
    mutating func integer(_ value: String?, in range: ClosedRange<Int64>, absent: Int64) -> Int64 {
        guard let value else { return absent }
        guard let seconds = Int64(value) else {
            violate(value, "durationSeconds", "Member must be an integer")
            return 0
        }
        if seconds < range.lowerBound {
            violate(value, "durationSeconds", "Member must have value greater than or equal to \(range.lowerBound)")
        }
        if seconds > range.upperBound {
            violate(value, "durationSeconds", "Member must have value less than or equal to \(range.upperBound)")
        }
        return seconds
    }

    mutating func tags(_ values: [[String?]]) -> [TokenRequest.Tag] {
        let tags = values.map { TokenRequest.Tag(key: $0[0] ?? "", value: $0[1] ?? "") }
        if tags.count > 50 {
            let list = tags.map { "Tag(key=\($0.key), value=\($0.value))" }.joined(separator: ", ")
            violate("[\(list)]", "tags", "Member must have length less than or equal to 50")
        }
        for (index, value) in values.enumerated() {
            tagPart(value[0], "tags.\(index + 1).member.key", in: 1...128, pattern: "+")
            tagPart(value[1], "tags.\(index + 1).member.value", in: 0...256, pattern: "*")
        }
        return tags
    }

    private mutating func tagPart(_ value: String?, _ name: String, in range: ClosedRange<Int>, pattern: String) {
        guard let value else { return notNull(name) }
        length(value, name, in: range)
        if !value.unicodeScalars.allSatisfy(Self.isTagCharacter) || (value.isEmpty && pattern == "+") {
            violate(
                value, name,
                #"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]"# + pattern)
        }
    }

    mutating func length(_ value: String, _ name: String, in range: ClosedRange<Int>) {
        let length = value.unicodeScalars.count
        if length < range.lowerBound {
            violate(value, name, "Member must have length greater than or equal to \(range.lowerBound)")
        }
        if length > range.upperBound {
            violate(value, name, "Member must have length less than or equal to \(range.upperBound)")
        }
    }

    mutating func notNull(_ name: String) {
        violations.append("Value null at '\(name)' failed to satisfy constraint: Member must not be null")
    }

    mutating func violate(_ value: String, _ name: String, _ constraint: String) {
        violations.append("Value '\(value)' at '\(name)' failed to satisfy constraint: \(constraint)")
    }

    /// Letters, separators, numbers and a few marks.
    private static func isTagCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: "_.:/=+-@".unicodeScalars.contains(scalar)
        }
    }
}
