import Foundation
import Testing

@testable import AWSClient

/// One case of AWS's Signature Version 4 test suite; `Resources/sigv4/README.md` tells where it is from.
struct SigV4Vector: Sendable, CustomTestStringConvertible {
    static let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    static let signer = SigV4Signer(region: "us-east-1", service: "service")

    let directory: URL

    var testDescription: String { directory.lastPathComponent }

    /// Every case of the folder.
    static let all: [SigV4Vector] = {
        guard let root = Bundle.module.url(forResource: "Resources/sigv4", withExtension: nil),
            let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        else { return [] }
        let requests = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "req" }
        return requests.map { SigV4Vector(directory: $0.deletingLastPathComponent()) }
            .sorted { $0.testDescription < $1.testDescription }
    }()

    /// The content of the case's file with that extension, without a line end at its end.
    func text(_ fileExtension: String) throws -> String {
        let file = directory.appending(path: "\(testDescription).\(fileExtension)")
        return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    /// The case's request, read by the few rules of HTTP that the files need: folded fields, no body length.
    func request() throws -> CanonicalRequest {
        let raw = try String(contentsOf: directory.appending(path: "\(testDescription).req"), encoding: .utf8)
        let parts = raw.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n")
        let requestLine = lines.removeFirst().dropLast(" HTTP/1.1".count)
        // One request line holds a space in its path, so only the first one separates.
        let words = requestLine.split(separator: " ", maxSplits: 1)
        let body = parts.count > 1 ? Array(parts[1].utf8) : []
        return CanonicalRequest(
            method: String(words[0]), target: String(words[1]), headers: headers(lines) + addedHeaders,
            bodyHash: SigV4Signature.hexDigest(body))
    }

    /// What the signer of this case adds: its request lacks the token that its signature covers.
    private var addedHeaders: [CanonicalRequest.Header] {
        guard testDescription == "get-vanilla-with-session-token" else { return [] }
        let token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"
        return [CanonicalRequest.Header("X-Amz-Security-Token", token)]
    }

    private func headers(_ lines: [Substring]) -> [CanonicalRequest.Header] {
        var fields: [(name: String, value: String)] = []
        for line in lines {
            if line.hasPrefix(" "), !fields.isEmpty {
                fields[fields.count - 1].value += line
            } else {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                fields.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
            }
        }
        return fields.map { CanonicalRequest.Header($0.name, $0.value) }
    }
}
