import ProxyCore

/// What clients and upstreams may take up, in time and in bytes.
extension RunSettings {
    mutating func readLimits(_ reader: SettingsReader) throws(UsageError) {
        try readTimeouts(reader)
        try reader.readCount("max-head-size", of: "bytes", in: 1024...1_048_576, into: &maximumHeadSize)
        // A smaller head has room for a smaller target only, unless one is asked for.
        maximumURISize = min(maximumURISize, maximumHeadSize)
        let headSize = maximumHeadSize
        try reader.read(
            "max-uri-size", into: &maximumURISize,
            valid: "must be a number of bytes from 256 to --max-head-size (\(headSize))"
        ) {
            Int($0).flatMap { $0 >= 256 && $0 <= headSize ? $0 : nil }
        }
        try reader.readCount("max-head-fields", of: "fields", in: 16...10_000, into: &maximumHeadFields)
        try reader.readCount(
            "max-response-head-size", of: "bytes", in: 1024...1_048_576, into: &maximumResponseHeadSize)
        try reader.read("max-body-size", into: &maximumBodySize, valid: "must be a number of bytes, or 0 for no limit")
        {
            Int($0).flatMap { $0 >= 0 ? .some($0 == 0 ? nil : $0) : nil }
        }
        try reader.read("max-connections", into: &maximumConnections, valid: "must be a whole number from 1") {
            Int($0).flatMap { $0 >= 1 ? .some($0) : nil }
        }
    }

    private mutating func readTimeouts(_ reader: SettingsReader) throws(UsageError) {
        let durations: [(String, WritableKeyPath<Self, Duration>)] = [
            ("connect-timeout", \.connectTimeout), ("head-timeout", \.headTimeout), ("idle-timeout", \.idleTimeout),
            ("drain-timeout", \.drainTimeout),
        ]
        for (flag, setting) in durations {
            try reader.read(flag, into: &self[keyPath: setting], valid: "must be a duration above zero, such as 30s") {
                GoDuration.parse($0).flatMap { $0 > .zero ? $0 : nil }
            }
        }
    }
}
