/// What stands between two blanks of a filter: its characters, each with its place and whether it was within quotes.
struct FilterWord: Sendable {
    struct Unit: Sendable {
        let character: Character
        let isQuoted: Bool
        let place: Int
    }

    let units: ArraySlice<Unit>
    /// Where it begins and ends in the line, quotes included.
    let range: Range<Int>

    /// - Parameter start: where a character that is no blank stands.
    /// - Returns: nil at the end of the line.
    init?(_ line: [Character], at start: Int) {
        guard start < line.count else { return nil }
        var units: [Unit] = []
        var isQuoted = false
        var place = start
        while place < line.count, isQuoted || line[place] != " " {
            let next = place + 1 < line.count ? line[place + 1] : nil
            if isQuoted, line[place] == "\\", next == "\"" || next == "\\" {
                place += 1
                units.append(Unit(character: line[place], isQuoted: true, place: place))
            } else if line[place] == "\"" {
                isQuoted.toggle()
            } else {
                units.append(Unit(character: line[place], isQuoted: isQuoted, place: place))
            }
            place += 1
        }
        self.units = units[...]
        range = start..<place
    }

    init(_ units: ArraySlice<Unit>, range: Range<Int>) {
        self.units = units
        self.range = range
    }

    var text: String { String(units.map(\.character)) }

    /// The key and the operator that it begins with: letters, then one of `: > <`.
    var head: (name: String, sign: Unit, rest: FilterWord)? {
        guard let index = units.firstIndex(where: { $0.isQuoted || !($0.character.isASCII && $0.character.isLetter) }),
            index > units.startIndex, !units[index].isQuoted, ":<>".contains(units[index].character)
        else { return nil }
        let name = String(units[..<index].map(\.character)).lowercased()
        return (name, units[index], dropping(index + 1 - units.startIndex, from: units[index].place + 1))
    }

    /// The same without its first units.
    func dropping(_ count: Int, from place: Int) -> FilterWord {
        FilterWord(units.dropFirst(count), range: min(place, range.upperBound)..<range.upperBound)
    }

    /// What stands between the bars.
    var alternatives: [FilterWord] {
        var parts: [FilterWord] = []
        var begin = range.lowerBound
        var rest = units
        while let bar = rest.firstIndex(where: { !$0.isQuoted && $0.character == "|" }) {
            parts.append(FilterWord(rest[..<bar], range: begin..<rest[bar].place))
            begin = rest[bar].place + 1
            rest = rest[(bar + 1)...]
        }
        return parts + [FilterWord(rest, range: begin..<range.upperBound)]
    }
}
