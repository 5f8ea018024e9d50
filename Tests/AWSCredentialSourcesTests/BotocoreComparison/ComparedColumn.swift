import AWSClient
import AWSProfiles

/// What is compared with botocore: the same name stands in the oracle's script.
enum ComparedColumn: String, CaseIterable, Sendable {
    case region, endpoint, profiles, keys

    /// Our answer; the list of profiles does not ask whether the one that is named exists. What is thrown counts as `error`, as there.
    func answer(_ environment: [String: String], home: String) -> String {
        if self == .profiles {
            let files = SharedFiles(environment: environment, home: HomeFolder(home))
            return (try? Self.profiles(files.read())) ?? "error"
        }
        return (try? answer(AWSSettings(reading: environment, home: home))) ?? "error"
    }

    private func answer(_ settings: AWSSettings) throws -> String {
        switch self {
        case .region: return try RegionChoice.configured(in: settings)?.region.name ?? "-"
        case .endpoint:
            let fallback = try RegionChoice("eu-north-1", origin: "fallback")
            return Self.withoutSlash(try STSEndpoint(settings: settings, fallback: fallback).description)
        case .profiles: return Self.profiles(settings.shared)
        case .keys: return Self.keys(settings.profile?.staticKeys)
        }
    }

    private static func profiles(_ shared: SharedConfig) -> String {
        shared.profiles.isEmpty ? "-" : shared.profiles.keys.sorted().joined(separator: ",")
    }

    /// A set without its id or its secret is an error of the source that uses it, as it is in botocore.
    private static func keys(_ keys: AWSProfile.StaticKeys?) -> String {
        guard let keys else { return "-" }
        guard let id = keys.accessKeyID, let secret = keys.secretAccessKey else { return "error" }
        return [id, secret, keys.sessionToken ?? "-"].joined(separator: "/")
    }

    private static func withoutSlash(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
}
