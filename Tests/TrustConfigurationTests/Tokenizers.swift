/// What a text in another language comes to, as far as the tests need it.
enum TokenizerError: Error {
    case unterminated
    case unexpected(Character)
}

/// The words of a shell's commands (POSIX.1-2024, XCU 2.2): enough for what is generated, and nothing is expanded.
enum ShellWords {
    static func commands(in text: String) throws -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var rest = Substring(text)
        func endWord() {
            if let ended = word { commands[commands.count - 1].append(ended) }
            word = nil
        }
        while let character = rest.popFirst() {
            switch character {
            case "'":
                guard let end = rest.firstIndex(of: "'") else { throw TokenizerError.unterminated }
                word = (word ?? "") + rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "\"":
                guard let end = rest.firstIndex(of: "\"") else { throw TokenizerError.unterminated }
                word = (word ?? "") + rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "\\":
                guard let escaped = rest.popFirst() else { throw TokenizerError.unterminated }
                if escaped != "\n" { word = (word ?? "") + String(escaped) }
            case " ": endWord()
            case "\n":
                endWord()
                commands.append([])
            case "#" where word == nil && commands.last == []: rest = rest.drop { $0 != "\n" }
            case "&" where rest.hasPrefix("&\n"): rest = rest.dropFirst()
            case "`", "$", ";", "|", "&", "<", ">", "(", ")", "*", "?", "#", "~":
                throw TokenizerError.unexpected(character)
            default: word = (word ?? "") + String(character)
            }
        }
        endWord()
        return commands.filter { !$0.isEmpty }
    }
}

/// The tokens of Snowflake's SQL, strings decoded.
enum SQLTokens {
    enum Token: Equatable {
        case word(String)
        case string(String)
        case mark(Character)
    }

    static func tokens(in text: String) throws -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "'": tokens.append(.string(try string(&rest)))
            case "(", ")", ",", ";", "=": tokens.append(.mark(character))
            case _ where character.isWhitespace: continue
            case _ where character.isLetter || character == "_":
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.word(String(character) + word))
                rest = rest.dropFirst(word.count)
            default: throw TokenizerError.unexpected(character)
            }
        }
        return tokens
    }

    private static func string(_ rest: inout Substring) throws -> String {
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\\":
                guard let escaped = rest.popFirst() else { throw TokenizerError.unterminated }
                value += escaped == "n" ? "\n" : escaped == "r" ? "\r" : String(escaped)
            case "'" where rest.first == "'":
                rest.removeFirst()
                value += "'"
            case "'": return value
            default: value.append(character)
            }
        }
        throw TokenizerError.unterminated
    }
}
