/// One request through the proxy, numbered from 1 in order of arrival.
package struct FlowID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let number: UInt64

    package init(_ number: UInt64) { self.number = number }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
    package var description: String { "#\(number)" }
}

/// What is known of a flow when its head has been read.
package struct FlowStart: Sendable {
    package let id: FlowID
    package let time: WallTime
    package let method: String
    /// The upstream's authority; nil where the request named none that is valid.
    package let host: String?
    /// The request target as it was sent: path and query.
    package let path: String
    package let audiences: AudienceSet?
    /// Set where a command sent it once more; nil for a client's own request.
    package let replay: FlowReplay?

    package init(
        id: FlowID, time: WallTime, method: String, host: String?, path: String, audiences: AudienceSet?,
        replay: FlowReplay? = nil
    ) {
        self.id = id
        self.time = time
        self.method = method
        self.host = host
        self.path = path
        self.audiences = audiences
        self.replay = replay
    }
}

/// What is known of a flow when it is over, or, while it lasts, so far.
package struct FlowEnd: Sendable {
    package let start: FlowStart
    package let time: WallTime
    /// The status the client got; nil if it got none.
    package var status: Int?
    /// What gRPC says beside a status of 200, in the head or in the trailers; nil if nothing.
    package var grpcStatus: UInt8?
    package var use: TokenUse
    package var token: SentToken?
    /// The token that was at hand, whether or not it came to be sent.
    package var heldToken: TokenID?
    /// Whose mint it waited for.
    package var mintedFor: FlowID?
    /// How much of the time for the token went by until that was old enough (`--settle`).
    package var settled: Duration?
    /// What was done to it on purpose.
    package var fault: Fault?
    package var durations: FlowDurations
    /// Bytes of the request's body that went upstream.
    package var requestBytes: Int
    /// Bytes of the response's body that went to the client.
    package var responseBytes: Int
    /// Whether the request went over a connection that had served another one.
    package var reusedConnection: Bool
    /// The version of HTTP that the client spoke, such as `HTTP/1.1`; nil if nobody knows.
    package var clientVersion: String?
    /// The version that was spoken to the upstream; nil if nothing was.
    package var upstreamVersion: String?
    package var request: MessageCapture?
    package var response: MessageCapture?
    /// Why the proxy answered itself, or broke off.
    package var error: ProxyError?

    /// `hit`, `minted` or `none`, as events and exports have it: whoever left while a token was being minted got none.
    package var tokenEventName: String {
        use == .waited && token == nil && heldToken == nil ? TokenUse.failed.eventName : use.eventName
    }

    /// Whether a side spoke something else than is usual.
    package var hasOtherVersion: Bool {
        [clientVersion, upstreamVersion].contains { $0.map { $0 != "HTTP/1.1" } ?? false }
    }

    package init(start: FlowStart, time: WallTime) {
        self.start = start
        self.time = time
        status = nil
        grpcStatus = nil
        use = .notAsked
        token = nil
        heldToken = nil
        mintedFor = nil
        settled = nil
        fault = nil
        durations = FlowDurations()
        requestBytes = 0
        responseBytes = 0
        reusedConnection = false
        clientVersion = nil
        upstreamVersion = nil
        request = nil
        response = nil
        error = nil
    }
}

/// The token that was on the wire, as it stood when the header was sent.
package struct SentToken: Sendable, Hashable {
    package let id: TokenID
    package let print: String
    package let length: Int
    /// What was left of its life when it was sent; negative if it was over.
    package let lifeLeft: Duration
    /// How long ago it had been issued when it was sent.
    package let age: Duration

    package init(id: TokenID, print: String, length: Int, lifeLeft: Duration, age: Duration) {
        self.id = id
        self.print = print
        self.length = length
        self.lifeLeft = lifeLeft
        self.age = age
    }
}

/// Where a flow's time went. Each part is nil where the flow did not come that far, or skipped it.
package struct FlowDurations: Sendable, Hashable {
    /// From the head's arrival until a token was asked for; nil where one was in the cache, which takes no longer than
    /// looking at the clock.
    package var accept: Duration?
    /// From then, or from the head's arrival, until a token was there, or refused.
    package var token: Duration?
    /// From then until a connection was ready: name resolution, TCP and TLS; nil on a reused connection.
    package var connect: Duration?
    /// Until the last byte of the request's body was handed over; nil for a request without one. Ends with the response's
    /// head where that came sooner.
    package var send: Duration?
    /// Until the response's head came.
    package var wait: Duration?
    /// Until the last byte of the response had come.
    package var receive: Duration?
    /// From the request's head to the end.
    package var total: Duration

    package init(
        accept: Duration? = nil, token: Duration? = nil, connect: Duration? = nil, send: Duration? = nil,
        wait: Duration? = nil, receive: Duration? = nil, total: Duration = .zero
    ) {
        self.accept = accept
        self.token = token
        self.connect = connect
        self.send = send
        self.wait = wait
        self.receive = receive
        self.total = total
    }

    /// The upstream's share: everything after the token.
    package var upstream: Duration? {
        guard connect != nil || wait != nil else { return nil }
        return total - (accept ?? .zero) - (token ?? .zero)
    }
}

/// A message's head as the dashboard may show it: no credential in it.
package struct MessageCapture: Sendable, Hashable {
    private let head: CapturedHead
    /// The beginning of the body, of answers with 4xx and 5xx only.
    package var bodyPrefix: [UInt8]

    package init(_ head: CapturedHead) {
        self.head = head
        bodyPrefix = []
    }

    package init(startLine: String, fields: [CapturedField], bodyPrefix: [UInt8] = []) {
        head = CapturedHead(startLine: startLine, fields: fields)
        self.bodyPrefix = bodyPrefix
    }

    /// How many bytes head and body take together.
    package var size: Int { head.size + bodyPrefix.count }
    /// The first line: `GET /v1/items HTTP/1.1`, or `200 OK`. Made text of each time that it is asked for.
    package var startLine: String { head.startLine }
    /// Made text of each time that they are asked for.
    package var fields: [CapturedField] { head.fields }
}

/// One header field, and what the proxy did with it.
package struct CapturedField: Sendable, Hashable {
    package enum Change: Sendable, Hashable {
        case kept
        case added
        case removed
        /// The old value, redacted like any other.
        case replaced(was: String)
    }

    package let name: String
    /// As sent, or described instead where it is a credential: `Bearer <redacted, 1214 bytes>`.
    package let value: String
    package let change: Change

    package init(name: String, value: String, change: Change = .kept) {
        self.name = name
        self.value = value
        self.change = change
    }
}

extension FlowEnd {
    /// Whether it belongs to the problems: refused for lack of a right, failed at the upstream, or answered by the proxy itself.
    package var isProblem: Bool {
        guard error == nil, let status = meantStatus else { return true }
        return Self.isProblem(status: status)
    }

    /// Whether an upstream's answer with that status is one.
    package static func isProblem(status: Int) -> Bool {
        status >= 500 || [401, 403, 407, 431].contains(status)
    }
}
