import ProxyCore

extension EventRow {
    /// From which level of the list on it is there.
    var level: LogLevel {
        switch subject {
        case .fetching: .debug
        case _ where isRoutine: .debug
        case .failed, .credentialsFailed: .error
        case .flow(let end): end.error == nil ? .warn : .error
        case .retrying, .identityChanged, .missed, .credentialsEnding, .leapt: .warn
        case .ceiling(let notice): notice.forecast.isRefusal ? .warn : .info
        case .minted, .evicted, .forgotten, .expired, .restored, .verified, .bisected, .mintingSwitched,
            .audienceChanged,
            .replayRefused, .fault, .listening, .tls, .credentials, .principalChanged, .clock, .log:
            isProblem ? .error : .info
        }
    }
}
