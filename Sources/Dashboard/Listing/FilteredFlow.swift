import FlowFilter
import ProxyCore

/// A flow as a filter asks about it.
struct FilteredFlow: FilterRow {
    let record: FlowRecord
    let tokens: TokenBook
    let isMarked: Bool

    func contains(_ key: FilterKey, where test: (String) -> Bool) -> Bool {
        switch key {
        case .m: test(record.start.method)
        case .host: record.start.host.map(test) ?? false
        case .path: test(record.start.path)
        case .aud: record.start.audiences?.values.contains(where: test) ?? false
        case .print: record.known?.token.map { test($0.print) } ?? false
        case .jti: facts?.claims["jti"]?.string.map(test) ?? false
        case .sub: facts?.subject.map(test) ?? false
        case .kid: facts?.header["kid"]?.string.map(test) ?? false
        case .err: containsError(where: test)
        case .st, .tok, .gen, .left, .age, .ms, .tokms, .up, .bytes, .uses, .is, .since, .id: false
        }
    }

    func containsWord(where test: (String) -> Bool) -> Bool {
        test(record.start.path) || record.start.host.map(test) ?? false || test(record.start.method)
            || record.known?.status.map { test(String($0)) } ?? false
            || record.start.audiences?.values.contains(where: test) ?? false
            || containsError(where: test)
    }

    /// What the proxy or the upstream said about what went wrong.
    private func containsError(where test: (String) -> Bool) -> Bool {
        guard record.isProblem, let end = record.end else { return false }
        if let error = end.error {
            if test(error.detail) || test(error.code.rawValue) { return true }
            let failure = record.start.audiences.flatMap { tokens[$0]?.failure?.failure }
            return failure.map { error.code == .tokenUnavailable && (test($0.code) || test($0.message)) } ?? false
        }
        return end.challenges.contains(where: test)
    }

    /// What is known of the token it carried.
    private var facts: TokenFacts? { record.known?.token.flatMap { tokens.generation($0.id)?.facts } }

    func number(_ key: FilterKey) -> Int64? {
        let known = record.known
        return switch key {
        case .st: known?.status.map { Int64($0) }
        case .id: Int64(clamping: record.id.number)
        case .gen: known?.token.map { Int64($0.id.generation) }
        case .left: known?.token?.lifeLeft.microseconds
        case .age: known?.token?.age.microseconds
        case .ms: record.end?.durations.total.microseconds
        case .tokms: known?.durations.token?.microseconds
        case .up: record.end?.durations.upstream?.microseconds
        case .bytes: known.map { Int64($0.responseBytes) }
        case .m, .host, .path, .aud, .tok, .print, .jti, .sub, .kid, .uses, .err, .is, .since: nil
        }
    }

    func has(_ trait: FilterTrait) -> Bool {
        switch trait {
        case .problem: record.isProblem
        case .inflight: record.isInFlight
        case .marked: isMarked
        case .replaced: record.known?.request?.hasReplacedCredential ?? false
        case .dropped: record.end.map { $0.isBrokenOff || $0.error?.code == .clientGone } ?? false
        case .waited: tokenUse == .waited
        case .replay: record.start.replay != nil
        case .faulted: record.known?.fault != nil
        }
    }

    var time: WallTime { record.start.time }
    var tokenUse: TokenUse? { record.known?.use }
    var tokenGeneration: Int? { record.known?.token?.id.generation }
    var tokenHandle: TokenHandle? {
        record.known?.token?.id.handle ?? record.start.audiences.flatMap { tokens[$0]?.handle }
    }
}

extension Duration {
    /// Whole microseconds; the ends of `Int64` where it does not fit.
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product + attoseconds / 1_000_000_000_000
    }
}

extension MessageCapture {
    /// Whether the application had sent a credential of its own.
    fileprivate var hasReplacedCredential: Bool {
        fields.contains { field in
            guard case .replaced = field.change else { return false }
            return field.name.lowercased() == "authorization"
        }
    }
}
