import Foundation
import ProxyCore
import TokenDecoding

/// A decoded token as JSON for people and programs: header, claims, and what the times in them mean now.
enum TokenReport {
    static func json(_ token: DecodedToken, now: WallTime) -> String {
        var report: [String: JSONValue] = ["header": token.header, "claims": token.claims, "verified": .bool(false)]
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
