import HTTPWire
import NIOCore
import ProxyCore

/// The course of one request through the proxy: route, token, connection, relay, end.
///
/// It stands between a ``ClientStream`` and an ``UpstreamStream``, and knows of neither which version of HTTP it speaks.
/// What is to be done is decided by ``ExchangeState``; this does it. It lives on one event loop, as both its sides do, so that
/// nobody ever waits for another's thread.
final class Exchange {
    let loop: LoopContext
    var state: ExchangeState
    var record: ExchangeRecord
    /// Both sides are let go of when it is over.
    var client: (any ClientStream)?
    var upstream: (any UpstreamStream)?
    let body: BodyLength
    /// Set where it is a replay.
    let resending: Resending?
    /// What goes out in the place of `Authorization`.
    var credential: SentCredential
    /// The wish for a connection that has not come true yet.
    var pending: UpstreamPool.Request?
    var tokenTask: Task<Void, Never>?
    /// When the answer must have begun, or some more of the request have come: whoever's turn it is.
    var deadline: ContinuousClock.Instant?
    /// Where it stands among those of its loop.
    var slot: Int?

    /// - Parameter body: what is known of the request's body before it comes.
    init(
        _ head: RequestHead, body: BodyLength, client: some ClientStream, loop: LoopContext,
        credential: SentCredential = .current, resending: Resending? = nil
    ) {
        self.loop = loop
        self.client = client
        self.body = body
        self.credential = credential
        self.resending = resending
        state = ExchangeState(isRequestComplete: body == .none)
        record = ExchangeRecord(
            id: loop.engine.nextFlow(), head: head, hasBody: body != .none, began: loop.engine.time.now())
        if let resending { record.replay = resending.replay } else if loop.shelf != nil { record.kept = KeptBody(body) }
    }

    var engine: EngineContext { loop.engine }

    /// Whether the totals know of it: a replay is nobody's traffic.
    var isCounted: Bool { resending == nil }

    /// Goes as far as it can. The order of the questions is the order of refusals that a client sees.
    func begin() {
        do throws(ProxyError) {
            try check()
            record.path = try RequestTarget.path(of: record.head)
            let route = try loop.route(record.head.fields)
            record.route = route
            open()
            obtainToken(for: route)
        } catch {
            open()
            fail(error)
        }
    }

    /// Ends what cannot even begin: a head that frames no body for certain, or that could not be read at all.
    func begin(refusedFor error: ProxyError) {
        open()
        fail(error)
    }

    private func check() throws(ProxyError) {
        let head = record.head
        let limit = engine.configuration.limits.targetSize
        guard head.targetSize <= limit else {
            throw ProxyError(.uriTooLong, "the request's target has more than \(limit) bytes")
        }
        guard head.method != .connect else {
            throw ProxyError(.methodNotImplemented, "CONNECT: this is no forward proxy")
        }
        var hosts = 0
        for span in head.fields.spans where span.name == .host { hosts += 1 }
        guard hosts == 1 || (hosts == 0 && head.version == .http1_0) else {
            throw ProxyError(.malformedRequest, hosts == 0 ? "no Host field" : "several Host fields")
        }
        try RequestTarget.check(head)
        try loop.guardian.check(head.fields)
        if case .known(let length) = body { try checkSize(length) }
    }

    func open() {
        loop.exchanges.add(self)
        if isCounted { loop.counts.began() }
        if resending != nil || loop.events.admitsBeginning(to: record.route, at: record.began) { tellBeginning() }
    }

    /// Tells of it from here on.
    func tellBeginning() {
        guard !record.isTold, engine.events.hasSubscribers else { return }
        record.isTold = true
        let began = record.began.duration(to: engine.time.now())
        loop.events.tell(.flowStarted(record.start(at: engine.time.wall().advanced(by: .zero - began))))
    }

    /// Tells of it after all: it has become a problem.
    func tellProblem(at now: ContinuousClock.Instant) {
        if !record.isTold, loop.events.admitsProblem(at: now) { tellBeginning() }
    }

    /// Whether somebody will look into its heads.
    var wantsHeads: Bool { record.isTold && engine.events.wantsHeads }
}
