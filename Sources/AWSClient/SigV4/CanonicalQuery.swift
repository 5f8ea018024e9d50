/// The query of a canonical request: each name and value encoded anew, sorted by name, then by value.
enum CanonicalQuery {
    static func text(for query: Substring) -> String {
        query.split(separator: "&").map(parameter).sorted(by: precedes)
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private typealias Parameter = (name: String, value: String)

    private static func parameter(_ pair: Substring) -> Parameter {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (recode(parts[0]), parts.count > 1 ? recode(parts[1]) : "")
    }

    /// What is encoded already must not be encoded twice, so it is decoded first.
    private static func recode(_ text: Substring) -> String { URIEncoding.encode(URIEncoding.decode(text.utf8)) }

    /// By name first: `Param` comes before `Param-3`, although `=` sorts after `-`.
    private static func precedes(_ left: Parameter, _ right: Parameter) -> Bool {
        left.name == right.name
            ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
            : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}
