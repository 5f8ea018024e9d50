import HTTPWire
import NIOCore
import NIOHTTP2

/// What a peer may do over one connection in HTTP/2. What goes beyond ends the connection, by NIOHTTP2's own hand.
extension NIOHTTP2Handler.Configuration {
    /// As RFC 9113, section 6.5.2, advises, and as others have it: streams that may be open at a time.
    private static let streamLimit = 100

    /// Towards clients, who may mean harm.
    static func serving(_ limits: HeadLimits) -> Self {
        var settings = Self()
        settings.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streamLimit),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.listSize),
        ]
        // A head that is merely too large is told so by an answer, hence there has to be room for it.
        settings.connection.maximumSequentialContinuationFrames = max(5, limits.listSize / frameSize)
        // The exchange answers for the length of a body, so that the flow tells of it.
        settings.connection.contentLengthValidation = .disabled
        settings.connection.maximumBufferedControlFrames = 1000
        settings.connection.tolerate()
        settings.stream.outboundBufferSizeHighWatermark = 64 * 1024
        settings.stream.outboundBufferSizeLowWatermark = 32 * 1024
        settings.stream.streamResetFrameRateLimit.maximumCount = 500
        return settings
    }

    /// Towards upstreams, which are far away and whom somebody has chosen.
    ///
    /// - Parameter limits: of an answer's head.
    static func asking(_ limits: HeadLimits) -> Self {
        var settings = Self()
        settings.connection.initialSettings = [
            HTTP2Setting(parameter: .enablePush, value: 0),
            HTTP2Setting(parameter: .initialWindowSize, value: windowSize),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.listSize),
        ]
        settings.connection.maximumSequentialContinuationFrames = max(5, limits.listSize / frameSize)
        // What waits for one slow client must not hold back the others, whose windows are their own.
        settings.connection.targetWindowSize = 100 * windowSize
        settings.connection.tolerate()
        settings.connection.maximumConnectionGlitches = 10_000
        settings.stream.targetWindowSize = windowSize
        settings.stream.outboundBufferSizeHighWatermark = 64 * 1024
        settings.stream.outboundBufferSizeLowWatermark = 32 * 1024
        // One a request, from servers that answer before they have read a body.
        settings.stream.streamResetFrameRateLimit.maximumCount = 1000
        settings.stream.streamResetFrameRateLimit.windowLength = .milliseconds(100)
        return settings
    }

    /// The largest frame that is sent without asking (RFC 9113, section 4.2).
    private static let frameSize = 16 * 1024
    /// How much of an answer an upstream may send ahead of its client: 10 MiB/s at a round trip of 50 ms.
    private static let windowSize = 512 * 1024
}

extension NIOHTTP2Handler.ConnectionConfiguration {
    /// What the library's defaults would take for an attack, and is none.
    fileprivate mutating func tolerate() {
        // gRPC's libraries send a ping for each round trip while they estimate the bandwidth.
        controlFrameRateLimit.maximumCount = 5000
        controlFrameRateLimit.windowLength = .seconds(1)
        maximumSequentialEmptyDataFrames = 16
        // Frames that were under way when a stream was cancelled are no error, however many were cancelled.
        maximumRecentlyResetStreams = 1024
    }
}

extension HeadLimits {
    /// Those of an answer where nobody wants others.
    static let answers = HeadLimits(ProxyEngine.Limits())

    /// Those of an answer.
    init(_ limits: ProxyEngine.Limits) {
        self.init(size: limits.responseHeadSize, fieldCount: limits.fieldCount)
    }

    /// The same as HTTP/2 counts it: 32 bytes more for each field (RFC 9113, section 6.5.2). Twice that is read, to be refused by an
    /// answer.
    fileprivate var listSize: Int { 2 * size + 32 * fieldCount }
}
