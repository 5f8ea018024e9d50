/// Words that contain by chance what the names of credentials contain: `bypass`, `author`.
enum OrdinaryWord {
    private static let all: Set = [
        "author", "authors", "authority", "bypass", "bypassed", "compass", "hotkey", "hotkeys", "keyboard", "keyboards",
        "keyframe", "keynote", "keyset", "keyspace", "keyword", "keywords", "monkey", "passage", "passed", "passenger",
        "passengers", "passes", "passing", "passive", "passthrough", "surpass", "turkey",
    ]

    /// A name in lower case without those of its words that are ordinary. Words end where letters do, and where a capital
    /// follows a small letter; whatever is no ordinary word as a whole stays.
    static func removed(from name: String) -> String {
        var (result, word) = ("", "")
        var last: Unicode.Scalar?
        func close() {
            if !all.contains(word) { result += word }
            word = ""
        }
        for scalar in name.unicodeScalars {
            let isLetter = scalar.properties.isAlphabetic
            let followsSmall = last.map { !isCapital($0) } ?? false
            if !isLetter || isCapital(scalar) && followsSmall { close() }
            if isLetter { word += scalar.properties.lowercaseMapping } else { result.unicodeScalars.append(scalar) }
            last = scalar
        }
        close()
        return result
    }

    private static func isCapital(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isUppercase }
}
