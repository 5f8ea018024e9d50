package import ProxyCore

extension RunSettings {
    mutating func readFaults(_ reader: SettingsReader) throws(UsageError) {
        try reader.read("allow-faults", into: &allowsFaults, valid: "must be true or false") { Bounds.bool($0) }
        guard let found = reader.strings("fault") else { return }
        faults = try Self.faults(found.value, isAllowed: allowsFaults, origin: found.origin)
    }

    /// What goes wrong from the beginning on, in the words of `:fault`.
    ///
    /// - Throws: ``UsageError`` for what is no such line, for what takes something back, and where faults are not allowed.
    package static func faults(
        _ lines: [String], isAllowed: Bool = true, origin: UsageError.Origin = .flag
    ) throws(UsageError) -> [FaultLine] {
        var faults: [FaultLine] = []
        for line in lines {
            let remedy: String
            do throws(LineComplaint) {
                let fault = try FaultLine(line)
                if isAllowed, !fault.takesBack {
                    faults.append(fault)
                    continue
                }
                remedy =
                    isAllowed ? "takes something back, and nothing is in force yet" : "needs --allow-faults beside it"
            } catch {
                remedy = "\(error)"
            }
            throw UsageError(flag: "fault", value: line, origin: origin, remedy: remedy)
        }
        return faults
    }
}

extension FaultLine {
    fileprivate var takesBack: Bool {
        switch order {
        case .clear, .clock(nil): true
        case .inject, .clock: false
        }
    }
}
