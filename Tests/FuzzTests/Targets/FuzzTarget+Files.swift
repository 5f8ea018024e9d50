import Foundation
import ProxyCore

@testable import AWSProfiles
@testable import JotopSettings

extension FuzzTarget {
    static let files = [profiles, settings, durations]

    /// `~/.aws/config` and `~/.aws/credentials`.
    private static let profiles = FuzzTarget(
        name: "shared-config",
        dictionary: [
            "[profile ", "[default]", "[sso-session ", "[services ", "]", "role_arn = ", "source_profile = ", "\n  ",
            "\n\t", " #", " ;", "\r\n", "aws_access_key_id = A", "aws_secret_access_key = ", "=", ":", "\"", "'",
        ]
    ) { bytes in
        let config = SharedConfig(config: bytes)
        // What comes after it on lines of its own changes nothing before it, nor does an editor's mark.
        try hold(SharedConfig(config: bytes + Array("\n# a comment\n[".utf8)) == config, "a comment changes it")
        let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes : [0xEF, 0xBB, 0xBF] + bytes
        try hold(SharedConfig(config: marked) == config, "a byte order mark changes it")
        _ = SharedConfig(config: [], credentials: bytes)
        for profile in config.profiles.values {
            let secret = profile.staticKeys?.secretAccessKey ?? ""
            let names = config.profiles.keys.joined() + (profile.staticKeys?.accessKeyID ?? "")
            guard secret.utf8.count >= 6, !names.contains(secret) else { continue }
            var printed = "\(profile) \(String(reflecting: config))"
            dump(config, to: &printed)
            try hold(!printed.contains(secret), "prints a secret")
        }
        return "\(min(config.profiles.count, 3)) profiles, \(min(config.unprefixed.count, 2)) bare"
    }

    /// `--config FILE`. Each input goes through a file, as it does in life.
    private static let settings = FuzzTarget(
        name: "settings",
        dictionary: [
            "listen-addr: ", "token-audience:\n- ", "token-duration: 60s", "max-head-size: 1024", "\n", "  ", "- ",
            ": ",
            "&a ", "*a", "<<: ", "|\n", "!!binary ", "---\n", "token-tag:\n  - a=b", "~", "[", "]", "{", "}",
        ], share: 0.1
    ) { bytes in
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-fuzz-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        let settings: RunSettings
        do throws(UsageError) {
            let reader = try await SettingsReader(flags: [:], environment: [:], file: file.path)
            settings = try RunSettings(reading: reader)
        } catch {
            return "refused: \(error.flag)"
        }
        let (duration, skew) = (settings.tokenDuration, settings.refreshSkew)
        try hold(duration >= .seconds(60) && duration <= .seconds(3600), "lives \(duration)")
        try hold(skew > .zero && skew < duration, "renewed \(skew) before its end, of \(duration)")
        try hold(settings.maximumURISize <= settings.maximumHeadSize, "a target larger than its head")
        return "accepted"
    }

    private static let durations = FuzzTarget.text(
        name: "duration",
        dictionary: ["1h", "30m", "500ms", "1.5s", "µs", "ns", ".", "e", "inf", "nan", "-", "+", "0x"]
    ) { text in
        guard let duration = GoDuration.parse(text) else { return "refused" }
        try hold(duration >= .zero, "\(duration)")
        let written = GoDuration.format(duration)
        guard let again = GoDuration.parse(written) else { throw Broken(description: "\(written) is not read again") }
        try hold(abs((again - duration) / .milliseconds(1)) <= 1, "\(text) became \(written)")
        return "accepted"
    }
}
