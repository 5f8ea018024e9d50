import FlowFilter
import ProxyCore

/// An audience set as a filter asks about it: its newest token, and how it has fared.
struct FilteredToken: FilterRow {
    let row: TokenRow
    let now: WallTime

    private var facts: TokenFacts? { row.newest?.facts }

    func contains(_ key: FilterKey, where test: (String) -> Bool) -> Bool {
        switch key {
        case .aud: row.audiences.values.contains(where: test)
        case .print: facts.map { test($0.print) } ?? false
        case .jti: facts?.claims["jti"]?.string.map(test) ?? false
        case .sub: facts?.subject.map(test) ?? false
        case .kid: facts?.header["kid"]?.string.map(test) ?? false
        case .err: row.failure.map { test($0.failure.code) || test($0.failure.message) } ?? false
        case .m, .host, .path, .st, .tok, .gen, .left, .age, .ms, .tokms, .up, .bytes, .uses, .is, .since, .id: false
        }
    }

    func containsWord(where test: (String) -> Bool) -> Bool {
        row.audiences.values.contains(where: test) || test(row.state(at: now).rawValue)
            || test(row.handle.description) || contains(.err, where: test) || contains(.sub, where: test)
    }

    func number(_ key: FilterKey) -> Int64? {
        switch key {
        case .gen: row.newest.map { Int64($0.id.generation) }
        case .left: row.held(at: now)?.left(at: now).microseconds
        case .age: row.held(at: now)?.born.duration(to: now).microseconds
        case .tokms: row.took?.microseconds
        case .uses: Int64(row.uses)
        default: nil
        }
    }

    func has(_ trait: FilterTrait) -> Bool {
        switch trait {
        case .problem: row.problems > 0 || row.failure != nil
        case .inflight: row.fetching != nil
        case .waited: row.waited > 0
        case .marked, .replay, .replaced, .faulted, .dropped: false
        }
    }

    /// When it was last heard of.
    var time: WallTime {
        max(row.newest?.mint.time ?? row.failure?.time ?? now, row.failure?.time ?? .init(seconds: 0))
    }
    var tokenHandle: TokenHandle? { row.handle }
    var tokenGeneration: Int? { row.newest?.id.generation }
    var tokenUse: TokenUse? { row.failure != nil && row.held(at: now) == nil ? .failed : nil }
}
