package import Configuration
import SystemPackage

/// Looks settings up where they may be given: flags over environment over file, each under one name.
///
/// Every value is read as text and judged by whoever asked for it, so that a value which makes no sense is refused with its
/// origin, wherever it came from, instead of being passed over for a default.
package struct SettingsReader: Sendable {
    /// A value and where it came from.
    package struct Found<Value: Sendable>: Sendable {
        package let value: Value
        package let origin: UsageError.Origin
    }

    private let flags: InMemoryProvider
    private let variables: [String: String]
    private let environment: EnvironmentVariablesProvider
    private let file: FileProvider<YAMLSnapshot>?
    private let path: String

    /// - Parameters:
    ///   - flags: what the command line gave, under the flags' names without the dashes.
    ///   - file: a YAML file with the same names.
    /// - Throws: ``UsageError`` if the file cannot be read, or holds what is no setting.
    package init(
        flags: [String: ConfigValue], environment: [String: String], file path: String?
    ) async throws(UsageError) {
        self.flags = InMemoryProvider(
            name: "flags",
            values: Dictionary(uniqueKeysWithValues: flags.map { (AbsoluteConfigKey([$0.key]), $0.value) }))
        variables = environment.filter { !$0.value.isEmpty }
        self.environment = EnvironmentVariablesProvider(environmentVariables: variables)
        self.path = path ?? ""
        guard let path, try ConfigurationFile.check(path) else {
            file = nil
            return
        }
        do { file = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)) } catch {
            throw UsageError(flag: "config", value: path, remedy: "must be a YAML file that can be read: \(error)")
        }
    }

    /// An environment variable that is no flag's; nil where it is empty or not set.
    func variable(_ name: String) -> String? { variables[name] }

    /// The value of a setting, if it is given anywhere.
    package func string(_ flag: String) -> Found<String>? {
        look(for: flag) { provider, key in
            for type in [ConfigType.string, .int, .double, .bool] {
                if let text = (try? provider.value(forKey: key, type: type).value?.content)?.text { return text }
            }
            return nil
        }
    }

    /// The values of a setting that may be given several times: separated by commas in the environment, a list in the file.
    package func strings(_ flag: String) -> Found<[String]>? {
        let list: Found<[String]>? = look(for: flag) { provider, key in
            guard case .stringArray(let values)? = try? provider.value(forKey: key, type: .stringArray).value?.content
            else { return nil }
            return values
        }
        if let list { return list }
        return string(flag).map { Found(value: [$0.value], origin: $0.origin) }
    }

    private func look<Value>(
        for flag: String, _ read: (any ConfigProvider, AbsoluteConfigKey) -> Value?
    ) -> Found<Value>? {
        let key = AbsoluteConfigKey([flag])
        if let value = read(flags, key) { return Found(value: value, origin: .flag) }
        if let value = read(environment, key) {
            return Found(value: value, origin: .environment(Self.variable(flag)))
        }
        if let file, let value = read(file, key) { return Found(value: value, origin: .file(path)) }
        return nil
    }

    /// The environment variable of a flag: upper case, `-` becomes `_`.
    package static func variable(_ flag: String) -> String {
        flag.uppercased().replacing("-", with: "_")
    }
}

extension ConfigContent {
    fileprivate var text: String? {
        switch self {
        case .string(let value): value
        case .int(let value): String(value)
        case .double(let value): String(value)
        case .bool(let value): String(value)
        default: nil
        }
    }
}
