import AWSProfiles
import Foundation
import Testing

@Suite("The shared files on disk")
struct SharedFilesTests {
    @Test("They stand in the home, or where the variables say")
    func paths() {
        let home = HomeFolder("/home/ann")
        let usual = SharedFiles(environment: ["AWS_CONFIG_FILE": ""], home: home)
        #expect(usual.config == "/home/ann/.aws/config")
        #expect(usual.credentials == "/home/ann/.aws/credentials")
        #expect(usual.ssoCache == "/home/ann/.aws/sso/cache")
        #expect(usual.loginCache == "/home/ann/.aws/login/cache")
        let named = SharedFiles(
            environment: [
                "AWS_CONFIG_FILE": "~/c", "AWS_SHARED_CREDENTIALS_FILE": "/etc/k", "AWS_LOGIN_CACHE_DIRECTORY": "~/l",
            ], home: home)
        #expect(named.config == "/home/ann/c")
        #expect(named.credentials == "/etc/k")
        #expect(named.loginCache == "/home/ann/l")
    }

    @Test(
        "A leading ~/ is the home; nothing else is",
        arguments: [("~", "/h"), ("~/a", "/h/a"), ("~ann/a", "~ann/a"), ("a/~/b", "a/~/b"), ("$HOME/a", "$HOME/a")])
    func expansion(text: String, path: String) {
        #expect(HomeFolder("/h").expanding(text) == path)
    }

    @Test("The home is HOME's, else the system's")
    func home() {
        #expect(HomeFolder(environment: ["HOME": "/h"]).path == "/h")
        #expect(HomeFolder(environment: ["HOME": ""]).path.isEmpty == false)
    }

    @Test("Missing files are empty, and /dev/null is too")
    func missing() throws {
        let home = try TemporaryHome()
        let settings = try AWSSettings(reading: ["AWS_SHARED_CREDENTIALS_FILE": "/dev/null"], home: home.path)
        #expect(settings.shared == SharedConfig())
        #expect(settings.profile == nil)
    }

    @Test("Both files are read and merged")
    func read() throws {
        let home = try TemporaryHome()
        try home.write("[default]\nregion = eu-west-1\noutput = json", to: ".aws/config")
        try home.write("[default]\noutput = text", to: ".aws/credentials")
        let settings = try AWSSettings(reading: [:], home: home.path)
        #expect(settings.profile?["region"] == "eu-west-1")
        #expect(settings.profile?["output"] == "text")
        #expect(settings.setting(["AWS_REGION"], "region")?.origin == "region of profile default")
    }

    @Test("A file that cannot be opened is passed over, and told of")
    func closed() throws {
        let home = try TemporaryHome()
        try home.write("[default]\nregion = eu-west-1", to: ".aws/credentials")
        // A link to itself, which not even the superuser can open.
        let config = home.path + "/.aws/config"
        try FileManager.default.createSymbolicLink(atPath: config, withDestinationPath: config)
        let settings = try AWSSettings(reading: [:], home: home.path)
        #expect(settings.profile?["region"] == "eu-west-1")
        let unreadable = try #require(settings.shared.unreadable.first)
        #expect(unreadable.hasPrefix("\(config) cannot be opened: "))
        #expect(settings.shared.unreadable.count == 1)
        let error = #expect(throws: SharedConfigError.self) {
            try AWSSettings(reading: ["AWS_PROFILE": "dev"], home: home.path)
        }
        #expect(error?.message.contains(unreadable) == true)
        #expect(error?.remedy.contains("let this user read the file") == true)
    }

    @Test("A file that cannot be read is an error that names it")
    func unreadable() throws {
        let home = try TemporaryHome()
        try FileManager.default.createDirectory(atPath: home.path + "/.aws/config", withIntermediateDirectories: true)
        let error = #expect(throws: SharedConfigError.self) { try AWSSettings(reading: [:], home: home.path) }
        #expect(error?.message.contains(home.path + "/.aws/config cannot be read") == true)
        #expect(error?.remedy.contains("AWS_CONFIG_FILE") == true)
    }

    @Test("A file of a mebibyte is read, a larger one is refused")
    func size() throws {
        let home = try TemporaryHome()
        let comment = "#" + String(repeating: "x", count: 1_048_575)
        try home.write(comment, to: ".aws/credentials")
        _ = try AWSSettings(reading: [:], home: home.path)
        try home.write(comment + "x", to: ".aws/credentials")
        let error = #expect(throws: SharedConfigError.self) { try AWSSettings(reading: [:], home: home.path) }
        #expect(error?.message.contains("larger than 1024 KiB") == true)
        #expect(error?.remedy.contains("AWS_SHARED_CREDENTIALS_FILE") == true)
    }

    @Test("A profile that the environment names must exist", arguments: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
    func missingProfile(variable: String) throws {
        let home = try TemporaryHome()
        let none = #expect(throws: SharedConfigError.self) {
            try AWSSettings(reading: [variable: "dev"], home: home.path)
        }
        #expect(none?.message.contains("\(variable) names the profile dev") == true)
        #expect(none?.message.contains(home.path + "/.aws/config") == true)
        #expect(none?.message.contains(home.path + "/.aws/credentials") == true)
        try home.write("[profile prod]\n[profile test]\n[stray]\nregion = x", to: ".aws/config")
        let error = #expect(throws: SharedConfigError.self) {
            try AWSSettings(reading: [variable: "dev"], home: home.path)
        }
        #expect(error?.remedy.contains("(prod, test)") == true)
        let stray = #expect(throws: SharedConfigError.self) {
            try AWSSettings(reading: [variable: "stray"], home: home.path)
        }
        #expect(stray?.remedy.contains("[profile stray]") == true)
        let found = try AWSSettings(reading: [variable: "prod"], home: home.path)
        #expect(found.profile?.name == "prod")
    }

    @Test("A long list of profiles is cut short")
    func manyProfiles() throws {
        let home = try TemporaryHome()
        try home.write((10...99).map { "[p\($0)]\n" }.joined(), to: ".aws/credentials")
        let error = #expect(throws: SharedConfigError.self) {
            try AWSSettings(reading: ["AWS_PROFILE": "x"], home: home.path)
        }
        #expect(error?.remedy.contains("p19 and 80 more") == true)
    }

    @Test(
        "The stamp tells of every change that a login or an edit makes",
        arguments: [".aws/config", ".aws/credentials", ".aws/sso/cache/a.json", ".aws/login/cache/b.json"])
    func stamp(name: String) throws {
        let home = try TemporaryHome()
        let files = SharedFiles(environment: [:], home: HomeFolder(home.path))
        let missing = files.stamp()
        #expect(files.stamp() == missing)
        try home.write("one", to: name)
        let created = files.stamp()
        #expect(created != missing)
        #expect(files.stamp() == created)
        try home.write("longer", to: name)
        let grown = files.stamp()
        #expect(grown != created)
        let file = home.path + "/" + name
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: file)
        let touched = files.stamp()
        #expect(touched != grown)
        try FileManager.default.copyItem(atPath: file, toPath: file + ".new")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: file + ".new", toPath: file)
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: file)
        #expect(files.stamp() != touched)
        try FileManager.default.removeItem(atPath: file)
        #expect(files.stamp() == missing)
    }
}
