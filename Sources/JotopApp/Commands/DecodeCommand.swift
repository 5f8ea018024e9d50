import ArgumentParser
import Foundation
import ProxyCore
import SystemPackage
import TokenDecoding

/// `jotop decode`: what a token says, and how long it lives.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Header, claims and time left of a token. The signature is not checked.",
        discussion: "Better from standard input: a command line can be read by others on the machine.")

    @Argument(help: "The token, with or without 'Bearer' before it; from standard input if left out.")
    var token: [String] = []

    func run() throws {
        do {
            let text = token.isEmpty ? try Self.standardInput() : token.joined(separator: " ")
            let compact = Self.stripped(text)
            guard !compact.isEmpty else { throw DecodeError.nothing }
            try LineWriter.standardOutput.write([TokenReport.json(Self.decode(compact), now: .now())])
        } catch {
            try StartupError.report(error)
        }
    }

    private static func decode(_ compact: String) throws(DecodeError) -> DecodedToken {
        do { return try TokenDecoder.decode(compact) } catch { throw .notAToken(error) }
    }

    /// Takes what people paste: with the scheme, or the field's name, in front.
    private static func stripped(_ text: String) -> String {
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        for prefix in ["authorization:", "bearer "] where text.lowercased().hasPrefix(prefix) {
            text = text.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces)
        }
        return text
    }

    private static func standardInput() throws -> String {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 1)
        defer { buffer.deallocate() }
        while bytes.count <= TokenDecoder.maximumLength * 2 {
            let count = try FileDescriptor.standardInput.read(into: buffer)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why nothing was decoded.
enum DecodeError: RemediedError {
    case nothing
    case notAToken(TokenDecodingError)

    var cause: String {
        switch self {
        case .nothing: "no token given"
        case .notAToken(let reason): "this is no JWT: \(reason)"
        }
    }

    var remedy: String? {
        "  for example      jotop token --audience https://api.example.com --raw | jotop decode"
    }
}
