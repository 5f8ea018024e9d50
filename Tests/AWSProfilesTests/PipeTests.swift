import AWSProfiles
import Foundation
import Testing

@Suite("Shared files that are pipes", .timeLimit(.minutes(5)))
struct PipeTests {
    @Test("A pipe that nobody writes to is empty, and holds nobody up")
    func noWriter() throws {
        let home = try TemporaryHome()
        let path = home.path + "/pipe"
        try #require(mkfifo(path, 0o600) == 0)
        let settings = try AWSSettings(reading: ["AWS_CONFIG_FILE": path], home: home.path)
        #expect(settings.shared.profiles.isEmpty)
    }

    @Test("What the shell's process substitution gives is read, and remembered when it is read again")
    func substitution() throws {
        let home = try TemporaryHome()
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("[default]\nregion = eu-north-1\n".utf8))
        try pipe.fileHandleForWriting.close()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        for _ in 0..<3 {
            let settings = try AWSSettings(reading: ["AWS_CONFIG_FILE": path], home: home.path)
            #expect(settings.profile?["region"] == "eu-north-1")
        }
        try pipe.fileHandleForReading.close()
    }

    @Test("A writer that stays silent is told of")
    func silent() throws {
        let home = try TemporaryHome()
        let pipe = Pipe()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(throws: SharedConfigError.self) { try AWSSettings(reading: ["AWS_CONFIG_FILE": path], home: home.path) }
        try pipe.fileHandleForWriting.close()
        try pipe.fileHandleForReading.close()
    }
}
