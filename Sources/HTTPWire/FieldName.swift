/// The fields that somebody between two peers has to know; all others are ``other``.
///
/// Recognised once, while a head is read, so that whoever handles it compares numbers and no names.
package enum FieldName: UInt8, Sendable {
    case other
    case authorization, connection, contentLength, cookie, date, expect, grpcStatus, host, keepAlive, origin,
        proxyAuthenticate
    case proxyAuthorization, proxyConnection, secFetchSite, setCookie, te, trailer, transferEncoding, upgrade
    case wwwAuthenticate, jotopError

    /// Which one a name is, whatever its case.
    package init(_ name: UnsafeRawBufferPointer) {
        self = Self.candidates(name.count).first { Self.same(name, $0.lower) }?.name ?? .other
    }

    private typealias Candidate = (name: FieldName, lower: StaticString)

    /// Those whose names are that long.
    @inline(__always)
    private static func candidates(_ length: Int) -> [Candidate] { length < table.count ? table[length] : [] }

    private static let table: [[Candidate]] = {
        let all: [Candidate] = [
            (.authorization, "authorization"), (.connection, "connection"), (.contentLength, "content-length"),
            (.cookie, "cookie"), (.date, "date"), (.expect, "expect"), (.grpcStatus, "grpc-status"), (.host, "host"),
            (.keepAlive, "keep-alive"),
            (.origin, "origin"), (.proxyAuthenticate, "proxy-authenticate"),
            (.proxyAuthorization, "proxy-authorization"), (.proxyConnection, "proxy-connection"),
            (.secFetchSite, "sec-fetch-site"), (.setCookie, "set-cookie"), (.te, "te"), (.trailer, "trailer"),
            (.transferEncoding, "transfer-encoding"), (.upgrade, "upgrade"), (.wwwAuthenticate, "www-authenticate"),
            (.jotopError, "x-jotop-error"),
        ]
        let longest = all.map(\.lower.utf8CodeUnitCount).max() ?? 0
        return (0...longest).map { length in all.filter { $0.lower.utf8CodeUnitCount == length } }
    }()

    /// Of the bytes that names are made of, only a letter and its capital differ in nothing but this bit.
    private static func same(_ name: UnsafeRawBufferPointer, _ lower: StaticString) -> Bool {
        let wanted = lower.utf8Start
        for index in 0..<name.count where name[index] | 0x20 != wanted[index] { return false }
        return true
    }
}
