extension AWSSettings {
    /// The settings of an environment and of the files that it leads to.
    ///
    /// - Parameter home: the folder that `~` stands for; nil for the environment's own.
    /// - Throws: for a file that cannot be read, and where the environment names a profile that neither file has.
    package init(reading environment: [String: String], home: String? = nil) throws(SharedConfigError) {
        let home = home.map(HomeFolder.init) ?? HomeFolder(environment: environment)
        let files = SharedFiles(environment: environment, home: home)
        self.init(environment: environment, home: home.path, shared: try files.read())
        guard isProfileNamed, profile == nil else { return }
        throw missingProfile(files)
    }

    /// Where this environment's shared files stand.
    package var files: SharedFiles { SharedFiles(environment: environment, home: HomeFolder(home)) }

    /// The path with a leading `~/` expanded.
    package func expanding(_ path: String) -> String { HomeFolder(home).expanding(path) }

    private func missingProfile(_ files: SharedFiles) -> SharedConfigError {
        let variable = variable("AWS_PROFILE") == nil ? "AWS_DEFAULT_PROFILE" : "AWS_PROFILE"
        let message =
            "\(variable) names the profile \(profileName.excerpt), which is neither in \(files.config) nor in "
            + files.credentials
        if !shared.unreadable.isEmpty {
            return SharedConfigError(
                message: "\(message), and \(shared.unreadable.joined(separator: ", and "))",
                remedy: "let this user read the file, or name others by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE"
            )
        }
        guard !shared.unprefixed.contains(profileName) else {
            return SharedConfigError(
                message: message, remedy: "write its header in \(files.config) as [profile \(profileName.excerpt)]")
        }
        return SharedConfigError(message: message, remedy: "\(Self.choice(of: shared.profiles.keys)), or add it")
    }

    private static func choice(of profiles: some Collection<String>) -> String {
        guard !profiles.isEmpty else { return "unset it, as the files hold no profile at all" }
        let shown = profiles.sorted().prefix(10).map(\.excerpt).joined(separator: ", ")
        let more = profiles.count > 10 ? " and \(profiles.count - 10) more" : ""
        return "name one that exists (\(shown)\(more))"
    }
}
