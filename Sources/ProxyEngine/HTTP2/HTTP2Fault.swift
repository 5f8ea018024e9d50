import NIOHTTP2

/// What NIOHTTP2 reports of a connection, taken apart by what it means for it.
enum HTTP2Fault {
    /// Whether an error concerns one stream, which has been seen to, and the others go on.
    static func isOfOneStream(_ error: any Error) -> Bool {
        switch error {
        case is NIOHTTP2Errors.StreamError, is NIOHTTP2Errors.StreamClosed, is NIOHTTP2Errors.NoSuchStream,
            is NIOHTTP2Errors.CreatedStreamAfterGoaway:
            true
        default: isMalformedMessage(error)
        }
    }

    /// Whether somebody sent a head, trailers or a body that break RFC 9113, section 8.
    static func isMalformedMessage(_ error: any Error) -> Bool {
        switch error {
        case is NIOHTTP2Errors.MissingPseudoHeader, is NIOHTTP2Errors.DuplicatePseudoHeader,
            is NIOHTTP2Errors.PseudoHeaderAfterRegularHeader, is NIOHTTP2Errors.UnknownPseudoHeader,
            is NIOHTTP2Errors.UnsupportedPseudoHeader, is NIOHTTP2Errors.InvalidPseudoHeaders,
            is NIOHTTP2Errors.InvalidPseudoHeaderValue, is NIOHTTP2Errors.EmptyPathHeader,
            is NIOHTTP2Errors.InvalidStatusValue, is NIOHTTP2Errors.InvalidHTTP2HeaderFieldName,
            is NIOHTTP2Errors.InvalidHTTP2HeaderFieldValue, is NIOHTTP2Errors.ForbiddenHeaderField,
            is NIOHTTP2Errors.TrailersWithoutEndStream, is NIOHTTP2Errors.ContentLengthViolated,
            is NIOHTTP2Errors.ContentLengthHeadersMismatch, is NIOHTTP2Errors.ContentLengthHeaderNegative,
            is NIOHTTP2Errors.ContentLengthHeaderMalformedValue:
            true
        default: false
        }
    }

    /// What a code of RFC 9113, section 7, is called there.
    static func name(_ code: HTTP2ErrorCode) -> String {
        names.first { $0.code == code }?.name ?? "error 0x\(String(code.networkCode, radix: 16))"
    }

    private static let names: [(code: HTTP2ErrorCode, name: String)] = [
        (.noError, "NO_ERROR"), (.protocolError, "PROTOCOL_ERROR"), (.internalError, "INTERNAL_ERROR"),
        (.flowControlError, "FLOW_CONTROL_ERROR"), (.settingsTimeout, "SETTINGS_TIMEOUT"),
        (.streamClosed, "STREAM_CLOSED"), (.frameSizeError, "FRAME_SIZE_ERROR"), (.refusedStream, "REFUSED_STREAM"),
        (.cancel, "CANCEL"), (.compressionError, "COMPRESSION_ERROR"), (.connectError, "CONNECT_ERROR"),
        (.enhanceYourCalm, "ENHANCE_YOUR_CALM"), (.inadequateSecurity, "INADEQUATE_SECURITY"),
        (.http11Required, "HTTP_1_1_REQUIRED"),
    ]
}
