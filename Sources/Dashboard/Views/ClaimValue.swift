import Canvas
import Diagnosis
import ProxyCore

/// A member of a token as text, hidden as far as the hide level wants it.
struct ClaimValue {
    let name: ClaimName
    let value: JSONValue
    let scene: Scene

    /// `"https://api.example.com"`, or for a moment `1795269900   14:05:00   27m08s ago`.
    var text: String {
        if let time { return "\(value.description)   \(scene.time.clock(time))   \(scene.time.distance(time))" }
        return hidden(name.place == .header ? value.string ?? value.description : value.description)
    }

    /// The same in fewer cells: the time alone of a moment.
    var brief: String { time.map { scene.time.clock($0) } ?? text }

    private var time: WallTime? {
        switch name {
        case .claim("iat"), .claim("nbf"), .claim("exp"): value.integer.map { WallTime(seconds: $0) }
        case .aws("original_session_exp"): value.string.flatMap { WallTime(rfc3339: $0) }
        default: nil
        }
    }

    private func hidden(_ text: String) -> String {
        switch name {
        case .claim("jti"): Self.inside(quotes: text, scene.veil.reference)
        case .header("kid"): scene.veil.keyID(text)
        default: scene.veil.foreign(text)
        }
    }

    private static func inside(quotes text: String, _ change: (String) -> String) -> String {
        guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return change(text) }
        return "\"\(change(String(text.dropFirst().dropLast())))\""
    }
}
