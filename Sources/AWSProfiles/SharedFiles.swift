/// Where the shared files and the folders of cached logins stand.
package struct SharedFiles: Sendable, Equatable {
    /// `AWS_CONFIG_FILE`, else `~/.aws/config`.
    package let config: String
    /// `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
    package let credentials: String
    /// Where `aws sso login` leaves its tokens: `~/.aws/sso/cache`.
    package let ssoCache: String
    /// Where `aws login` leaves its sessions: `AWS_LOGIN_CACHE_DIRECTORY`, else `~/.aws/login/cache`.
    package let loginCache: String

    package init(environment: [String: String], home: HomeFolder) {
        func path(_ variable: String, _ usual: String) -> String {
            home.expanding(environment[variable].flatMap { $0.isEmpty ? nil : $0 } ?? usual)
        }
        config = path("AWS_CONFIG_FILE", "~/.aws/config")
        credentials = path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
        ssoCache = home.expanding("~/.aws/sso/cache")
        loginCache = path("AWS_LOGIN_CACHE_DIRECTORY", "~/.aws/login/cache")
    }

    /// Both files, merged; one that is missing, or that cannot be opened, is empty.
    ///
    /// - Throws: for a file that is open and cannot be read, or is larger than 1 MiB.
    package func read() throws(SharedConfigError) -> SharedConfig {
        let config = try BoundedFile.contents(of: config, variable: "AWS_CONFIG_FILE")
        let credentials = try BoundedFile.contents(of: credentials, variable: "AWS_SHARED_CREDENTIALS_FILE")
        var shared = SharedConfig(config: config.bytes, credentials: credentials.bytes)
        shared.unreadable = [config.obstacle, credentials.obstacle].compactMap(\.self)
        return shared
    }
}
