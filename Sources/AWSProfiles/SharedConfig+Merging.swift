extension SharedConfig {
    /// The two files as one.
    ///
    /// For each key the credentials file wins; the keys of a user or of a session are a set from one file. Bytes that
    /// are no UTF-8 become replacement characters.
    package init(config: [UInt8], credentials: [UInt8] = []) {
        let config = ConfigSections(config).byHeader
        let own = Self.profiles(ofConfig: config)
        let keys = Self.profiles(ofCredentials: ConfigSections(credentials).byHeader)
        var profiles: [String: AWSProfile] = [:]
        for name in Set(own.keys).union(keys.keys) {
            profiles[name] = AWSProfile(name: name, config: own[name], credentials: keys[name])
        }
        let bare = config.keys.filter { $0.kind == nil && $0.name != "default" }
        self.init(
            profiles: profiles, ssoSessions: Self.sections("sso-session", of: config),
            services: Self.sections("services", of: config), unprefixed: Set(bare.map(\.name)))
    }

    /// `[profile NAME]`, and `[default]` unless there is a `[profile default]`.
    private static func profiles(
        ofConfig sections: [ConfigHeader: ConfigSections.Section]
    ) -> [String: ConfigSections.Section] {
        var profiles: [String: ConfigSections.Section] = [:]
        for (header, section) in sections where header.kind == "profile" { profiles[header.name] = section }
        for (header, section) in sections where header.kind == nil && header.name == "default" {
            profiles[header.name] = profiles[header.name] ?? section
        }
        return profiles
    }

    /// `[NAME]`; a name of several words needs no quotes, and a section with the word `profile` counts for nothing.
    private static func profiles(
        ofCredentials sections: [ConfigHeader: ConfigSections.Section]
    ) -> [String: ConfigSections.Section] {
        var profiles: [String: ConfigSections.Section] = [:]
        for (header, section) in sections where header.kind != "profile" {
            profiles[[header.kind, header.name].compactMap(\.self).joined(separator: " ")] = section
        }
        return profiles
    }

    private static func sections(
        _ kind: String, of sections: [ConfigHeader: ConfigSections.Section]
    ) -> [String: AWSProfile] {
        var named: [String: AWSProfile] = [:]
        for (header, section) in sections where header.kind == kind {
            named[header.name] = AWSProfile(name: header.name, values: section.values, blocks: section.blocks)
        }
        return named
    }
}

extension AWSProfile {
    /// One profile of both files.
    fileprivate init(name: String, config: ConfigSections.Section?, credentials: ConfigSections.Section?) {
        let values = (config?.values ?? [:]).merging(credentials?.values ?? [:]) { $1 }
        let blocks = (config?.blocks ?? [:]).merging(credentials?.blocks ?? [:]) { $1 }
        self.init(
            name: name, values: values.filter { !StaticKeys.names.contains($0.key) }, blocks: blocks,
            staticKeys: StaticKeys(credentials, file: "credentials") ?? StaticKeys(config, file: "config"))
    }
}

extension AWSProfile.StaticKeys {
    fileprivate static let names: Set = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"]

    /// - Returns: nil where the section has neither an id nor a secret: a session token alone is no set.
    fileprivate init?(_ section: ConfigSections.Section?, file: String) {
        func value(_ key: String) -> String? { section?.values[key].flatMap { $0.isEmpty ? nil : $0 } }
        let (id, secret) = (value("aws_access_key_id"), value("aws_secret_access_key"))
        guard id != nil || secret != nil else { return nil }
        self.init(
            accessKeyID: id, secretAccessKey: secret, sessionToken: value("aws_session_token"), file: file)
    }
}
