import NIOHTTP1

/// What goes wrong with the emulated service, changed while it runs.
package struct STSFaults: Sendable, Equatable {
    /// A call that goes wrong.
    package enum Fault: Sendable, Equatable {
        /// 400 `Throttling`.
        case throttle
        /// 500 `InternalFailure`.
        case internalFailure
        /// 503 with HTML, as from a load balancer.
        case unavailable
        /// The connection stays open without an answer.
        case hang
        /// A whole answer whose XML stops in the middle.
        case cutXML
        /// The connection closes in the middle of the answer.
        case closeEarly
        /// 200, but an HTML page.
        case webPage
        /// 200 with that many bytes.
        case hugeBody(Int)
        /// The connection is reset.
        case reset
        /// 403 `ExpiredToken`, as if the caller's session were over.
        case expiredToken
        /// 403 `InvalidClientTokenId`, as if the caller's key did not exist.
        case invalidClientTokenID
        /// The right answer, but called a picture.
        case mislabelled
        /// The right answer in pieces of that many bytes.
        case pieces(of: Int)
    }

    /// The faults of the next calls, one each, in order.
    package var upcoming: [Fault] = []
    /// The fault of every call, as long as it is set and nothing is upcoming: an outage.
    package var lasting: Fault?
    /// How far the service's clock is ahead of the real one.
    package var clockOffset: Duration = .zero
    /// The account's switch for outbound web identity federation.
    package var isFederationDisabled = false

    package init() {}

    /// Makes the next `count` calls fail.
    package mutating func next(_ fault: Fault, count: Int = 1) {
        upcoming += Array(repeating: fault, count: count)
    }

    /// The fault of the call that comes in now.
    mutating func take() -> Fault? {
        upcoming.isEmpty ? lasting : upcoming.removeFirst()
    }
}

extension STSFaults.Fault {
    /// The error that replaces the answer, if this fault is one.
    var error: QueryError? {
        switch self {
        case .throttle: .throttling
        case .internalFailure: .internalFailure
        case .expiredToken: .expiredToken
        case .invalidClientTokenID: .invalidClientTokenID
        default: nil
        }
    }

    /// What becomes of a response.
    func apply(to response: LoopbackResponse) -> LoopbackResponse {
        var response = response
        switch self {
        case .throttle, .internalFailure, .expiredToken, .invalidClientTokenID: break
        case .mislabelled: response.headers.replaceOrAdd(name: "Content-Type", value: "image/png")
        case .unavailable:
            let page = "<html><body><h1>503 Service Unavailable</h1><br></body></html>"
            return LoopbackResponse(status: .serviceUnavailable, type: "text/html", text: page)
        case .webPage:
            return LoopbackResponse(status: .ok, type: "text/html", text: "<html><p>Log in to this network<br></html>")
        case .hang: response.delivery = .hang
        case .reset: response.delivery = .reset
        case .closeEarly: response.delivery = .cut(after: response.body.count / 2)
        case .pieces(let size): response.delivery = .pieces(of: size)
        case .cutXML:
            if case .bytes(let bytes) = response.body { response.body = .bytes(Array(bytes.prefix(bytes.count / 2))) }
        case .hugeBody(let size): response.body = .filler(UInt8(ascii: " "), count: size)
        }
        return response
    }
}
