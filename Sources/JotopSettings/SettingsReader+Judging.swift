extension SettingsReader {
    /// Reads one setting if it is given.
    func read<Value>(
        _ flag: String, into setting: inout Value, valid: String, _ parse: (String) -> Value?
    ) throws(UsageError) {
        guard let found = string(flag) else { return }
        guard let value = parse(found.value) else {
            throw UsageError(flag: flag, value: found.value, origin: found.origin, remedy: valid)
        }
        setting = value
    }

    /// Reads a setting that may be given several times.
    func readEach<Value>(
        _ flag: String, into setting: inout [Value], valid: String, _ parse: (String) -> Value?
    ) throws(UsageError) {
        guard let found = strings(flag) else { return }
        var values: [Value] = []
        for text in found.value {
            guard let value = parse(text) else {
                throw UsageError(flag: flag, value: text, origin: found.origin, remedy: valid)
            }
            values.append(value)
        }
        setting = values
    }

    /// - Parameter unit: what is counted, in the plural; nil where that is clear.
    func readCount(
        _ flag: String, of unit: String? = nil, in range: ClosedRange<Int>, into setting: inout Int
    ) throws(UsageError) {
        let what = unit.map { "number of \($0)" } ?? "whole number"
        try read(flag, into: &setting, valid: "must be a \(what) from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}
