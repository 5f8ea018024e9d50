import FlowFilter
import ProxyCore

/// A row of the design's mock-ups, with what a test wants to be different.
struct SampleRow: FilterRow {
    var texts: [FilterKey: [String]] = [
        .m: ["GET"], .host: ["billing.example.net"], .path: ["/v2/invoices?limit=50"],
        .aud: ["https://billing.example.net"], .print: ["9c41e7"], .jti: ["77aa"], .sub: ["role/dev-api"],
        .kid: ["f3b2"], .err: ["aud not accepted"],
    ]
    /// Spans in microseconds.
    var numbers: [FilterKey: Int64] = [
        .st: 401, .id: 1_187, .gen: 1, .left: 3_147_000_000, .age: 453_000_000, .ms: 26_200, .tokms: 0, .up: 26_200,
    ]
    var traits: Set<FilterTrait> = [.problem]
    var time = Self.noon
    var tokenHandle: TokenHandle? = TokenHandle(index: 1)
    var tokenGeneration: Int? = 1
    var tokenUse: TokenUse? = .hit

    /// 12:00:00 UTC on 21 November 2026.
    static let noon = WallTime(seconds: 1_795_262_400)

    func contains(_ key: FilterKey, where test: (String) -> Bool) -> Bool { texts[key]?.contains(where: test) ?? false }

    func containsWord(where test: (String) -> Bool) -> Bool {
        [FilterKey.m, .host, .path, .aud, .err].contains { contains($0, where: test) }
            || numbers[.st].map { test(String($0)) } ?? false
    }

    func number(_ key: FilterKey) -> Int64? { numbers[key] }
    func has(_ trait: FilterTrait) -> Bool { traits.contains(trait) }
}
