import Foundation
import Yams

/// Whether a file of settings says what its writer means: swift-configuration looks names up, and passes over what nobody asks
/// for and what is of another kind. A list of allowed hosts must not be left out for a slip of the pen.
enum ConfigurationFile {
    /// - Returns: whether there is anything in it.
    /// - Throws: ``UsageError`` for a name that no flag has, for a list, a mapping or nothing where a value belongs, and for a file
    ///   that is no mapping of names to values.
    static func check(_ path: String) throws(UsageError) -> Bool {
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw UsageError(flag: "config", value: path, remedy: "must be a YAML file that can be read") }
        let document: Node?
        do { document = try Yams.compose(yaml: text) } catch {
            throw UsageError(flag: "config", value: path, remedy: "must be a YAML file that can be read: \(error)")
        }
        guard let document, document.null == nil else { return false }
        guard let mapping = document.mapping else {
            throw UsageError(
                flag: "config", value: path, remedy: "must hold lines such as upstream-host: api.example.com")
        }
        var seen: Set<String> = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard seen.insert(name).inserted else {
                throw UsageError(flag: "config", value: path, remedy: "has '\(name)' twice")
            }
            try check(name, value, path)
        }
        return true
    }

    private static func check(_ name: String, _ value: Node, _ path: String) throws(UsageError) {
        let isRepeated = RunOptions.repeatedNames.contains(name)
        guard isRepeated || RunOptions.singleNames.contains(name) else {
            let known = RunOptions.singleNames + RunOptions.repeatedNames
            let meant = known.first { $0.filter(\.isLetter) == name.lowercased().filter(\.isLetter) }
            throw UsageError(
                flag: "config", value: path,
                remedy: "has '\(name)', which is no setting"
                    + (meant.map { "; is \($0) meant?" }
                        ?? "; they have the flags' names without the dashes before them"))
        }
        if let list = value.sequence, isRepeated, list.allSatisfy({ isValue($0) }) { return }
        guard isValue(value) else {
            throw UsageError(
                flag: name, value: "", origin: .file(path),
                remedy: isRepeated ? "must be a value, or a list of values" : "must be one value")
        }
    }

    /// Whether it is text, a number or a truth value, whichever way it is written.
    private static func isValue(_ node: Node) -> Bool { node.scalar != nil && node.null == nil }
}
