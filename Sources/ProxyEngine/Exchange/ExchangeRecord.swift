import HTTPWire
import NIOCore
import ProxyCore

/// The record of one flow while it lasts: what the events and the totals will say of it.
struct ExchangeRecord: ~Copyable {
    /// The first bytes of an answer with 4xx or 5xx that are kept, for whoever asks why.
    static let bodyPrefixLimit = 4096
    /// What is read of it for finding a secret that begins within the limit and ends beyond it: none of that is shown.
    private static let bodySearchLimit = 2 * bodyPrefixLimit

    /// How often a request is sent anew that an upstream does not take up.
    private static let refusalLimit = 3

    let id: FlowID
    var head: RequestHead
    /// Whether the request has a body.
    let hasBody: Bool
    let began: ContinuousClock.Instant
    var route: Route?
    /// The form of the request target that goes upstream.
    var path: ByteBuffer
    private var start: FlowStart?

    var grant: TokenGrant?
    var use = TokenUse.notAsked
    var sent: SentToken?
    /// Set where the token was not at hand.
    var tokenAsked: ContinuousClock.Instant?
    var tokenEnded: ContinuousClock.Instant?
    var connected: ContinuousClock.Instant?
    /// When the end of a body went upstream.
    var bodySent: ContinuousClock.Instant?
    var answered: ContinuousClock.Instant?
    var status: Int?
    /// What gRPC says beside it.
    var grpcStatus: UInt8?
    /// Bytes of all interim answers.
    var interimSize = 0
    /// What one without any field counts for.
    static let interimOverhead = 32
    var requestBytes = 0
    var responseBytes = 0
    var reusedConnection = false
    var upstreamVersion: ProtocolVersion?
    var hasRetried = false
    /// How often the upstream has refused to take it up.
    var refusals = 0
    /// The body as far as it is kept for a replay; nil where none is.
    var kept: KeptBody?
    /// Set where it is a replay itself.
    var replay: FlowReplay?
    /// What was done to its credential on purpose, as soon as it was.
    var spoiled: Fault?
    var request: MessageCapture?
    var response: MessageCapture?
    private var bodyPrefix: [UInt8] = []
    /// Made when it is wanted first, for the token that was held then.
    private var knownSecrets: (print: String?, redaction: Redaction)?
    /// Whether its beginning has been told.
    var isTold = false
    /// How much of its course has been told in events while it lasts.
    private var toldStages = 0

    init(id: FlowID, head: RequestHead, hasBody: Bool = false, began: ContinuousClock.Instant) {
        self.hasBody = hasBody
        self.id = id
        self.head = head
        self.began = began
        path = head.target
    }

    /// What is told of it at its beginning. Made when somebody listens, which may be later.
    mutating func start(at wall: WallTime) -> FlowStart {
        if let start { return start }
        let start = FlowStart(
            id: id, time: wall, method: head.methodText, host: route?.authorityText, path: shownPath,
            audiences: route?.audiences, replay: replay)
        self.start = start
        return start
    }

    private var shownPath: String {
        let text = String(buffer: path)
        return path.withUnsafeReadableBytes { PlainText.isPlain(target: $0) } ? text : Redaction.path(text)
    }

    /// Whether the request may be sent a second time when a kept-alive connection turns out to be closed: no body, and a
    /// method that does the same when done twice (RFC 9110, section 9.2.2).
    var isRepeatable: Bool {
        guard reusedConnection, !hasRetried, requestBytes == 0 else { return false }
        switch head.method {
        case .get, .head, .options, .trace: return true
        default: return false
        }
    }

    /// Whether a request that was not taken up may be sent anew: nothing of its body has gone, nor has its end.
    func maySendAnew(body: BodyLength, isComplete: Bool) -> Bool {
        requestBytes == 0 && (body == .none || !isComplete) && refusals < Self.refusalLimit
    }

    /// Keeps the beginning of the body of an answer that reports a problem.
    mutating func keepPrefix(of bytes: ByteBuffer) {
        guard let status, status >= 400, response != nil, bodyPrefix.count < Self.bodySearchLimit else { return }
        bodyPrefix += bytes.readableBytesView.prefix(Self.bodySearchLimit - bodyPrefix.count)
    }

    /// Whether the application may have sent credentials of its own, which an upstream could echo.
    var mayHoldSecrets: Bool { PlainText.mayHoldSecrets(head) }

    /// Takes out of an answer what the upstream echoes of the request.
    mutating func redaction() -> Redaction {
        let print = grant?.token.facts.print
        if let knownSecrets, knownSecrets.print == print { return knownSecrets.redaction }
        let redaction = Redaction(sent: grant?.token, secrets: FieldCapture.secrets(in: head))
        knownSecrets = (print, redaction)
        return redaction
    }

    /// Whether it has come further than was told.
    var hasNews: Bool { stages > toldStages }

    mutating func told() { toldStages = stages }

    private var stages: Int { (sent == nil ? 0 : 1) + (answered == nil ? 0 : 1) }

    /// The flow as it ended, or as far as it has come.
    mutating func end(at now: ContinuousClock.Instant, wall: WallTime, error: ProxyError?) -> FlowEnd {
        let took = began.duration(to: now)
        var end = FlowEnd(start: start(at: wall.advanced(by: .zero - took)), time: wall)
        end.status = status
        end.grpcStatus = grpcStatus
        end.use = use
        end.token = sent
        end.heldToken = grant?.token.facts.id
        end.mintedFor = grant?.mintedFor
        end.settled = grant?.settled
        end.fault = fault(endingWith: error)
        end.durations = durations(at: now)
        end.requestBytes = requestBytes
        end.responseBytes = responseBytes
        end.reusedConnection = reusedConnection
        end.clientVersion = head.version.rawValue
        end.upstreamVersion = upstreamVersion?.rawValue
        end.request = request
        end.response = response
        if !bodyPrefix.isEmpty {
            // By where it stood: what is left out must not bring in what stands behind it.
            let clean = redaction().bytes(bodyPrefix, before: Self.bodyPrefixLimit)
            end.response?.bodyPrefix = Array(clean.prefix(Self.bodyPrefixLimit))
        }
        end.error = error
        return end
    }

    /// What was done to it on purpose. A request that never got so far as a token is what it seems, unless the token itself was asked
    /// for in another way.
    private func fault(endingWith error: ProxyError?) -> Fault? {
        let asked = route?.audiences.traits?.fault
        let done: Fault? =
            switch error?.code {
            case .mintingOff: nil
            case .tokenUnavailable: asked
            default: spoiled ?? (grant == nil ? nil : asked)
            }
        return done ?? grant?.fault ?? error?.fault
    }

    /// The parts follow one another without gaps, so they add up to the total.
    private func durations(at now: ContinuousClock.Instant) -> FlowDurations {
        var durations = FlowDurations(total: began.duration(to: now))
        guard let tokenEnded else { return durations }
        durations.accept = tokenAsked.map { began.duration(to: $0) }
        durations.token = (tokenAsked ?? began).duration(to: tokenEnded)
        guard let connected else { return durations }
        let ready = reusedConnection ? tokenEnded : connected
        if !reusedConnection { durations.connect = tokenEnded.duration(to: connected) }
        // An upstream may answer before the body has ended, and the body may have been there before the connection.
        let headCame = answered ?? now
        let sent = hasBody ? max(ready, min(bodySent ?? headCame, headCame)) : nil
        durations.send = sent.map { ready.duration(to: $0) }
        durations.wait = (sent ?? ready).duration(to: headCame)
        durations.receive = answered.map { $0.duration(to: now) }
        return durations
    }
}
