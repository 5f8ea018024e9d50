import Foundation
import ProxyCore
import Recordings
import TokenDecoding

/// A decoded token as JSON for people and programs: header, claims, and what the times in them mean now.
enum TokenReport {
    /// - Parameters:
    ///   - clockOffset: how far STS's clock is ahead of this machine's; nil where only this machine's is known.
    ///   - cap: set where less life was asked for than wanted.
    ///   - examined: what there is to say of it; nil where nobody asked for that.
    static func json(
        _ token: DecodedToken, now local: WallTime, clockOffset: Duration? = nil, cap: SessionCap? = nil,
        examined: TokenExamination? = nil
    ) -> String {
        var report: [String: JSONValue] = ["header": token.header, "claims": token.claims]
        report["verified"] = .bool(examined.map { $0.isVerified && $0.fault == nil } ?? false)
        report["verification"] = examined?.verification
        report["diagnosis"] = examined?.diagnosis.json
        let now = clockOffset.map { local.advanced(by: $0) } ?? local
        report["clock"] = .string(clockOffset == nil ? "local" : "sts")
        report["capped"] = cap?.json
        if let expires = token.claims["exp"]?.integer {
            let time = WallTime(seconds: expires)
            report["expires"] = .string(time.rfc3339)
            report["seconds_left"] = .integer(now.duration(to: time).components.seconds)
        }
        if let issued = token.claims["iat"]?.integer { report["issued"] = .string(WallTime(seconds: issued).rfc3339) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let value = JSONValue.object(report)
        guard let data = try? encoder.encode(value) else { return value.description }
        return JSONValue.escapingInvisible(String(decoding: data, as: UTF8.self))
    }
}
