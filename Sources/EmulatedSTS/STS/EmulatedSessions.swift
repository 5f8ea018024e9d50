import ProxyCore
import Synchronization

/// Everybody who may sign: those that the configuration names, and the sessions that were begun since.
final class EmulatedSessions: Sendable {
    private let configured: [String: EmulatedPrincipal]
    private let begun = Mutex<[String: EmulatedPrincipal]>([:])

    init(_ principals: [EmulatedPrincipal]) {
        configured = Dictionary(principals.map { ($0.accessKeyID, $0) }) { first, _ in first }
    }

    subscript(accessKeyID: String) -> EmulatedPrincipal? {
        configured[accessKeyID] ?? begun.withLock { $0[accessKeyID] }
    }

    /// Begins a session of a role, with keys as long and as shaped as AWS's.
    func begin(_ role: EmulatedRole, named name: String, until end: WallTime, at now: WallTime) -> EmulatedPrincipal {
        var session = EmulatedPrincipal(
            accessKeyID: "ASIA" + Self.random(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            secretAccessKey: Self.random(40, of: Self.base64), sessionToken: Self.random(356, of: Self.base64),
            arn: role.arn, sessionName: name, sessionExpiration: end)
        session.tags = role.tags
        begun.withLock { [session] sessions in
            // Those that are long over need not be told so.
            sessions = sessions.filter {
                $0.value.sessionExpiration.map { now < $0.advanced(by: .seconds(3_600)) } ?? true
            }
            sessions[session.accessKeyID] = session
        }
        return session
    }

    private static let base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    private static func random(_ count: Int, of alphabet: String) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }
}
