import Foundation
import Testing

@testable import AWSCredentialSources

@Suite("The replacing of a cache")
struct SmallFileTests {
    private func folder(_ check: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jotop-cache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try check(folder)
    }

    private func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    @Test("A symbolic link stays one, and its target is written")
    func link() throws {
        try folder { folder in
            let target = folder.appending(path: "real/target.json")
            let link = folder.appending(path: "link.json")
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("old".utf8).write(to: target)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
            let ending = SmallFile(link.path).replace(Array("old".utf8), with: Array("new".utf8))
            #expect(ending == .written)
            let written = try text(target)
            #expect(written == "new")
            let destination = try FileManager.default.destinationOfSymbolicLink(atPath: link.path)
            #expect(destination == target.path)
        }
    }

    @Test("Only what was read is replaced")
    func changed() throws {
        try folder { folder in
            let file = folder.appending(path: "a.json")
            let gone = SmallFile(file.path).replace([], with: [1])
            #expect(gone == .gone)
            try Data("newer".utf8).write(to: file)
            let changed = SmallFile(file.path).replace(Array("old".utf8), with: Array("new".utf8))
            #expect(changed == .changed)
            let kept = try text(file)
            #expect(kept == "newer")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == ["a.json"])
        }
    }

    @Test("Drafts that a crash left behind go with the next writing, all else stays")
    func drafts() throws {
        try folder { folder in
            let file = folder.appending(path: "a.json")
            let (old, young) = (".a.json.\(UUID().uuidString)", ".a.json.\(UUID().uuidString)")
            let (other, odd) = (".b.json.\(UUID().uuidString)", ".a.json.backup")
            for name in ["a.json", old, young, other, odd] {
                try Data("x".utf8).write(to: folder.appending(path: name))
            }
            for name in [old, other, odd] {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -7200)],
                    ofItemAtPath: folder.appending(path: name).path)
            }
            let ending = SmallFile(file.path).replace(Array("x".utf8), with: Array("y".utf8))
            #expect(ending == .written)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == ["a.json", young, other, odd])
        }
    }

    @Test("Another user's file is left alone", .enabled(if: geteuid() == 0, "only root can give files away"))
    func foreign() throws {
        try folder { folder in
            let file = folder.appending(path: "a.json")
            try Data("old".utf8).write(to: file)
            try #require(chown(file.path, 65_534, 65_534) == 0)
            let ending = SmallFile(file.path).replace(Array("old".utf8), with: Array("new".utf8))
            #expect(ending == .refused)
            let kept = try text(file)
            #expect(kept == "old")
        }
    }
}
