import AWSClient
import NIOHTTP1
import ProxyCore

/// What the upstream received, as JSON for the client to look at. Credentials are left out.
enum EchoDocument {
    static func of(_ request: LoopbackRequest, claims: JSONValue, server: String) -> JSONValue {
        .object([
            "server": .string(server),
            "method": .string(request.method.rawValue),
            "path": .string(request.target),
            "headers": .object(headers(request.headers)),
            "body": .object([
                "length": .integer(Int64(request.body.count)),
                "sha256": .string(SigV4Signature.hexDigest(request.body)),
            ]),
            "claims": claims,
        ])
    }

    private static let secrets: Set = ["authorization", "proxy-authorization", "cookie"]

    private static func headers(_ headers: HTTPHeaders) -> [String: JSONValue] {
        let named = headers.map { (name: $0.name.lowercased(), value: $0.value) }
        return Dictionary(grouping: named, by: \.name).mapValues { fields in
            let values = fields.map { secrets.contains($0.name) ? redact($0.value) : $0.value }
            return .string(values.joined(separator: ", "))
        }
    }

    /// The scheme, if there is one, and the length of the rest: `Bearer (1157 bytes)`.
    private static func redact(_ value: String) -> String {
        let words = value.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return "(\(value.utf8.count) bytes)" }
        return "\(words[0]) (\(words[1].utf8.count) bytes)"
    }
}
