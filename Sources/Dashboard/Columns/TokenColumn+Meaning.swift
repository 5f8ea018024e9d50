extension TokenColumns.Column: ListColumn {
    var name: String { rawValue.filter { $0 != " " } }

    var meaning: String {
        switch self {
        case .handle: "the audience set's letter"
        case .audience: "who may accept its tokens"
        case .generation: "how many tokens it has had"
        case .state: "how things stand"
        case .left: "what the token in use has left"
        case .next: "when STS is asked next"
        case .fuse: "the token's life as a bar"
        case .uses: "requests that carried any of its tokens"
        case .problems: "those that ended as a problem"
        case .waited: "requests that waited for STS"
        case .took: "what the last call to STS took, ms"
        case .print: "six digits of the token's SHA-256"
        case .age: "how long ago it was issued"
        case .algorithm: "what it is signed with"
        case .keyID: "the id of the key that signed it"
        }
    }

    var usualWish: ColumnWish {
        switch self {
        case .waited, .took, .print: .whenWide
        case .handle, .audience, .generation, .state, .left, .next, .fuse, .uses, .problems: .always
        case .age, .algorithm, .keyID: .never
        }
    }
}
