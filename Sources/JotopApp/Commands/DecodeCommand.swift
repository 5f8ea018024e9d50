import AWSClient
import AWSProfiles
import ArgumentParser
import Foundation
import IssuerKeys
import JotopSettings
import ProxyCore
import SystemPackage
import TokenDecoding
import TokenVerification

/// `jotop decode`: what a token says, how long it lives and, if wanted, whether its issuer signed it.
struct DecodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Header, claims and time left of a token.",
        discussion: """
            Better from standard input: a command line can be read by others on the machine. Under "diagnosis" is what \
            speaks for the token (ok) and against it (!!), what nobody knows (??), and what does not apply or has nothing to \
            be compared with (--), as the audience without --audience. The signature is checked only with --verify, against the keys that the issuer publishes now; then the exit code \
            is 0 only for a token that its issuer signed and that is good now (and, with --audience, meant for it).
            """)

    @Argument(help: "The token, with or without 'Bearer' before it; from standard input if left out.")
    var token: [String] = []

    @Flag(help: "Check the signature against the issuer's JWKS.")
    var verify = false

    @Option(
        help: "Issuer to trust with --verify besides AWS's, exactly as iss spells it; https, or http on this machine.")
    var issuer: [String] = []

    @Option(help: "Audience that the token must name, with --verify; repeatable: one of them is enough.")
    var audience: [String] = []

    func run() async throws {
        do {
            let text = token.isEmpty ? try Self.standardInput() : token.joined(separator: " ")
            let compact = Self.stripped(text)
            guard !compact.isEmpty else { throw DecodeError.nothing }
            let decoded = try Self.decode(compact)
            let check = verify ? try await check(compact) : try unwanted()
            let now = WallTime.now()
            let examined = TokenExamination(
                decoded, length: compact.utf8.count, check: check, audiences: audience, now: now)
            try LineWriter.standardOutput.write([TokenReport.json(decoded, now: now, examined: examined)])
            if let fault = examined.fault { throw DecodeError.notGood(fault, remedy: examined.remedy) }
        } catch {
            try StartupError.report(error)
        }
    }

    /// - Throws: if what only counts with `--verify` was given without it.
    private func unwanted() throws -> SignatureCheck? {
        guard issuer.isEmpty else {
            throw UsageError(flag: "issuer", value: issuer[0], remedy: "needs --verify beside it")
        }
        guard audience.isEmpty else {
            throw UsageError(flag: "audience", value: audience[0], remedy: "needs --verify beside it")
        }
        return nil
    }

    private func check(_ compact: String) async throws -> SignatureCheck {
        for issuer in issuer where IssuerAddress(issuer) == nil {
            throw UsageError(
                flag: "issuer", value: issuer, remedy: "must be an https address, or an http one on this machine")
        }
        let parts: CompactToken
        do { parts = try CompactToken(compact) } catch { throw DecodeError.notAToken(error) }
        let network = try AWSNetwork(AWSSettings(reading: ProcessInfo.processInfo.environment))
        let trust = IssuerTrust(naming: issuer)
        let (outcome, keysAge) = try await AWSTransport.with(network) { transport in
            await SignatureVerifier(trust: trust, cache: IssuerKeyCache(transport: transport)).examine(parts)
        }
        return SignatureCheck(
            outcome, keysAge: keysAge, keyID: parts.header["kid"]?.string, issuer: parts.claims["iss"]?.string,
            at: .now())
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

/// Why nothing was decoded, or what is wrong with what was.
enum DecodeError: RemediedError {
    case nothing
    case notAToken(TokenDecodingError)
    case notGood(String, remedy: String?)

    var cause: String {
        switch self {
        case .nothing: "no token given"
        case .notAToken(let reason): "this is no JWT: \(reason.description.clause)"
        case .notGood(let fault, _): fault
        }
    }

    var remedy: String? {
        switch self {
        case .nothing, .notAToken:
            "  for example      jotop token --audience https://api.example.com --raw | jotop decode"
        case .notGood(_, let remedy): remedy.map { "  \($0)" }
        }
    }
}
