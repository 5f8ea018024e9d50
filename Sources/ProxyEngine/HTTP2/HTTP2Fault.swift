import NIOCore
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

    /// What to leave a connection with for an error that may be of one stream or of all: NIOHTTP2 does not tell which, and has
    /// reset the one or said GOAWAY to the others. A stream's error may end its connection (RFC 9113, section 5.4.2).
    ///
    /// - Returns: nil for errors that are of the connection for certain, whose GOAWAY has been sent.
    static func farewell(for error: any Error) -> HTTP2ErrorCode? {
        switch error {
        case is NIOHTTP2Errors.InvalidWindowIncrementSize, is NIOHTTP2Errors.BadStreamStateTransition: .protocolError
        case is NIOHTTP2Errors.InvalidFlowControlWindowSize, is NIOHTTP2Errors.FlowControlViolation: .flowControlError
        default: nil
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

extension ChannelHandlerContext {
    /// Closes a connection in HTTP/2 for an error, of which its other side is told.
    func close(for error: any Error) {
        guard let code = HTTP2Fault.farewell(for: error) else { return close(promise: nil) }
        let farewell = HTTP2Frame.FramePayload.goAway(lastStreamID: .maxID, errorCode: code, opaqueData: nil)
        let written = eventLoop.makePromise(of: Void.self)
        writeAndFlush(NIOAny(HTTP2Frame(streamID: .rootStream, payload: farewell)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close(promise: nil) }
    }
}
