import NIOHTTP1
import ProxyCore

/// The transfer codings of a request (RFC 9112, section 6.1): where two readers could see different ends of a body, none
/// is taken.
enum TransferCoding {
    /// Codings that exist, and that nobody speaks.
    private static let others: Set<String> = ["gzip", "x-gzip", "deflate", "compress", "x-compress"]

    /// - Throws: `malformedRequest` for what frames no body for certain, `methodNotImplemented` for a coding that is
    ///   well formed and not supported.
    static func check(_ head: HTTPRequestHead) throws(ProxyError) {
        guard head.headers.contains(name: "transfer-encoding") else { return }
        guard head.version.isAtLeast1_1 else {
            throw ProxyError(.malformedRequest, "HTTP/1.0 knows no transfer codings")
        }
        let fields = head.headers["transfer-encoding"]
        if fields.count == 1, fields[0].lowercased() == "chunked" { return }
        let codings = fields.joined(separator: ",").lowercased().split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0.drop { $0 == " " || $0 == "\t" }) }
        guard codings.last == "chunked", codings.count > 1, codings.dropLast().allSatisfy(others.contains)
        else { throw ProxyError(.malformedRequest, "a transfer coding that does not say where the body ends") }
        throw ProxyError(.methodNotImplemented, "a transfer coding other than chunked")
    }
}

extension ProxyError.Code {
    /// Whether nothing that follows on the connection can be trusted to be a request.
    var endsConnection: Bool {
        switch self {
        case .malformedRequest, .headTooLarge, .uriTooLong, .methodNotImplemented: true
        default: false
        }
    }
}
