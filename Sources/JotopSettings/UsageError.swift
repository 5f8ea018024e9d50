/// A setting that cannot be used. Its text names the flag, the value and what is valid, and, where the value did not come
/// from the flag, where it did come from.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    package let flag: String
    package let value: String
    package let origin: Origin
    package let remedy: String

    /// Where a setting's value came from.
    package enum Origin: Sendable, Hashable, CustomStringConvertible {
        case flag
        case environment(String)
        case file(String)
        case byDefault

        package var description: String {
            switch self {
            case .flag: "command line"
            case .environment(let name): "environment variable \(name)"
            case .file(let path): "file \(path)"
            case .byDefault: "default"
            }
        }
    }

    package init(flag: String, value: String, origin: Origin = .flag, remedy: String) {
        self.flag = flag
        self.value = value
        self.origin = origin
        self.remedy = remedy
    }

    package var description: String {
        // An address may have been given with a password in it.
        let shown = value.contains("@") ? "…@" + (value.split(separator: "@").last ?? "") : value
        switch origin {
        case .flag, .byDefault: return "--\(flag) '\(shown)': \(remedy)"
        case .environment, .file: return "--\(flag) '\(shown)' (from \(origin)): \(remedy)"
        }
    }
}
