import AWSClient

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The name of a session that nobody named.
enum RoleSessionName {
    /// A name that tells the program and the moment, for those who read the audit trail.
    static func made(in surroundings: STSClient.Environment) -> String {
        "jotop-\(Int64(surroundings.now().timeIntervalSince1970 * 1000))"
    }
}
