/// The text that stands for a request when it is signed, the same on the side that signs and the side that checks.
///
/// AWS Signature Version 4, "Create a canonical request", as every service but S3 does it: the path is freed of dot
/// segments and encoded once more than it is on the wire.
package struct CanonicalRequest: Sendable, Equatable {
    /// A header field that takes part in the signature.
    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The six parts, joined by line feeds.
    package let text: String
    /// The names of the signed fields, sorted and joined by semicolons.
    package let signedHeaders: String

    /// - Parameters:
    ///   - target: path and query as they stand in the request line.
    ///   - headers: the fields to sign, in the order of the message; repeated names are joined by commas.
    ///   - bodyHash: the SHA-256 of the body in hexadecimal.
    package init(method: String, target: String, headers: [Header], bodyHash: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let merged = Self.merge(headers)
        signedHeaders = merged.map(\.name).joined(separator: ";")
        text = [
            method,
            CanonicalPath.text(for: parts.first ?? ""),
            CanonicalQuery.text(for: parts.count > 1 ? parts[1] : ""),
            merged.map { "\($0.name):\($0.value)\n" }.joined(),
            signedHeaders,
            bodyHash,
        ].joined(separator: "\n")
    }

    /// The fields by lower-case name, sorted, each name once.
    private static func merge(_ headers: [Header]) -> [Header] {
        let values = Dictionary(grouping: headers) { $0.name.lowercased() }
        return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, fields in
            Header(name, fields.map { collapse($0.value) }.joined(separator: ","))
        }
    }

    /// Trims a value and makes each run of white space one space, inside quotes too.
    private static func collapse(_ value: String) -> String {
        value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}
