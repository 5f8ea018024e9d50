import AWSClient

/// The parameters of an AWS Query call.
struct QueryParameters: Sendable {
    private var values: [String: String] = [:]

    /// - Parameter text: form-encoded. Of a name that comes twice the first value counts.
    init(_ text: some Sequence<UInt8>) {
        for pair in Array(text).split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decode(parts[0])
            if values[name] == nil { values[name] = parts.count > 1 ? Self.decode(parts[1]) : "" }
        }
    }

    subscript(name: String) -> String? { values[name] }

    var isEmpty: Bool { values.isEmpty }

    /// The values of `list.member.1`, `list.member.2` and so on, in order of their numbers.
    func list(_ name: String) -> [String] {
        numbers(of: name).compactMap { values["\(name).member.\($0)"] }
    }

    /// The members of a list of structures: for each number, the values of `fields`.
    func structures(_ name: String, fields: [String]) -> [[String?]] {
        numbers(of: name).map { number in fields.map { values["\(name).member.\(number).\($0)"] } }
    }

    private func numbers(of list: String) -> [Int] {
        let prefix = "\(list).member."
        let numbers = values.keys.compactMap { name -> Int? in
            guard name.hasPrefix(prefix) else { return nil }
            return Int(name.dropFirst(prefix.count).prefix { $0 != "." })
        }
        return Set(numbers).sorted()
    }

    private static func decode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: URIEncoding.decode(bytes, plusIsSpace: true), as: UTF8.self)
    }
}
