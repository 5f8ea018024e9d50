import HTTPWire
import NIOCore

/// What may be shown as it is, because nothing in it can be a credential. Decided on bytes: only what is not plain is made text
/// of and looked at again, by ``FieldCapture`` and ``Redaction``.
enum PlainText {
    /// Whether a field is.
    static func isPlain(_ span: FieldSpan, of bytes: UnsafeRawBufferPointer) -> Bool {
        hasPlainName(span, of: bytes) && !UnsafeRawBufferPointer(rebasing: bytes[span.valueRange]).mayHoldToken
    }

    /// Whether a field holds no credential by its name, and no URI, which may hold one.
    static func hasPlainName(_ span: FieldSpan, of bytes: UnsafeRawBufferPointer) -> Bool {
        switch span.name {
        case .host, .connection, .contentLength, .date, .expect, .grpcStatus, .keepAlive, .te, .trailer,
            .transferEncoding, .upgrade,
            .proxyConnection, .secFetchSite, .jotopError:
            true
        case .authorization, .cookie, .origin, .proxyAuthenticate, .proxyAuthorization, .setCookie, .wwwAuthenticate:
            false
        case .other:
            !SecretMarks.field.areIn(UnsafeRawBufferPointer(rebasing: bytes[span.nameRange]))
                && !isSpecial(bytes[span.nameRange])
        }
    }

    /// Whether a request target is: a path, with nothing in its parameters or its query that looks like the name of a credential.
    static func isPlain(target: UnsafeRawBufferPointer) -> Bool {
        guard target.first == UInt8(ascii: "/"), !target.mayHoldToken else { return false }
        guard let query = target.firstIndex(where: { "?#;".utf8.contains($0) }) else { return true }
        // A byte that is no ASCII may be a mark above a letter, and part it from the next.
        let rest = UnsafeRawBufferPointer(rebasing: target[query...])
        return rest.allSatisfy { $0 < 0x80 } && !SecretMarks.query.areIn(rest) && !mayHideLetters(rest)
    }

    /// Whether letters may be percent-encoded, which nobody does by custom: as such, or by an encoded percent sign.
    private static func mayHideLetters(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.indices.dropLast().contains { index in
            guard bytes[index] == UInt8(ascii: "%") else { return false }
            let first = bytes[index + 1]
            return (UInt8(ascii: "4")...UInt8(ascii: "7")).contains(first)
                || first == UInt8(ascii: "2") && index + 2 < bytes.count && bytes[index + 2] == UInt8(ascii: "5")
        }
    }

    /// Whether there may be credentials of the application's own in a request, to be looked for in what comes back.
    static func mayHoldSecrets(_ head: RequestHead) -> Bool {
        head.fields.bytes.withUnsafeReadableBytes { bytes in
            head.fields.spans.contains { !hasPlainName($0, of: bytes) }
        } || !head.target.withUnsafeReadableBytes { isPlain(target: $0) }
    }

    /// Names that hold a URI or a credential although no mark is in them.
    private static func isSpecial(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard name.count < special.count else { return false }
        return special[name.count].contains { name.elementsEqual($0) { $0 | 0x20 == $1 } }
    }

    /// By length.
    private static let special: [[[UInt8]]] = {
        let names = FieldCapture.uris.union(["sec-websocket-protocol", "dpop"]).map { Array($0.utf8) }
        return (0...(names.map(\.count).max() ?? 0)).map { length in names.filter { $0.count == length } }
    }()
}
