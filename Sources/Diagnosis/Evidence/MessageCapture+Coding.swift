package import ProxyCore

extension MessageCapture {
    /// How the body is compressed, as its `Content-Encoding` says: `gzip`, `br`; nil where it can be read as it is.
    ///
    /// Untrusted.
    package var bodyCoding: String? {
        let codings = values(of: "content-encoding").filter { !$0.isEmpty && $0.lowercased() != "identity" }
        return codings.isEmpty ? nil : codings.joined(separator: ", ")
    }
}
