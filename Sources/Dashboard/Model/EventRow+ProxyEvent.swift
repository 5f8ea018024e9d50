import Diagnosis
import ProxyCore

/// The one place where events of the engine become rows of the list.
extension EventRow {
    /// What was in force before an event.
    struct Before {
        /// The token that was in use before a mint, as it was then.
        var token: TokenGeneration?
        var credentials: CredentialsResolved?
    }

    /// - Returns: nothing for what other views show better, and for the clock, of which not every word is news.
    static func row(for event: ProxyEvent, after before: Before = Before()) -> EventRow? {
        switch event {
        case .flowStarted, .flowProgressed, .clockMeasured, .preflightProgressed: nil
        case .replayRefused(let event): EventRow(event.time, .control, "no", .replayRefused(event), flow: event.flow)
        case .tokenFetching(let event):
            EventRow(
                event.time, .sts, "ask", .fetching(event), handle: event.handle, token: event.handle.description,
                flow: event.flow)
        case .flowCompleted(let flow): flow.start.replay == nil ? row(forAnswer: flow) : nil
        case .flowFailed(let flow): flow.start.replay == nil ? row(forRefusal: flow) : nil
        case .tokenVerified(let check): row(for: check)
        case .bisectProgressed(let report): report.phase == .complete ? row(for: report) : nil
        case .tokenMinted(let mint), .tokenRefreshed(let mint): row(for: mint, replacing: before.token)
        case .tokenRetrying(let event):
            EventRow(
                event.time, .sts, "try", .retrying(event), handle: event.handle, token: event.handle.description)
        case .tokenFailed(let failure): row(for: failure)
        case .tokenEvicted(let event):
            EventRow(
                event.time, .cache, "drop", .evicted(event), handle: event.handle,
                token: event.token?.description ?? event.handle.description)
        case .tokenExpired(let event):
            EventRow(
                event.time, .cache, "old", .expired(event), handle: event.token.handle,
                token: event.token.description)
        case .tokenRestored(let event):
            EventRow(
                event.time, .cache, "undo", .restored(event), handle: event.token.handle,
                token: event.token.description)
        case .mintingSwitched(let event):
            EventRow(event.time, .control, event.isOn ? "on" : "OFF", .mintingSwitched(event), isProblem: !event.isOn)
        case .audienceChanged(let event): EventRow(event.time, .control, "set", .audienceChanged(event))
        case .fault(let notice): EventRow(notice.time, .control, notice.what, .fault(notice))
        case .listening(let event): EventRow(event.time, .network, "note", .listening(event))
        case .tls(let notice): EventRow(notice.time, .network, notice.what, .tls(notice), isProblem: notice.isProblem)
        case .principalChanged(let event):
            EventRow(event.time, .credentials, "note", .principalChanged(event))
        case .credentialsResolved(let event):
            event.isNews(after: before.credentials)
                ? EventRow(event.time, .credentials, "ok", .credentials(event, replacing: before.credentials)) : nil
        case .credentialsFailed(let event):
            EventRow(event.time, .credentials, "FAIL", .credentialsFailed(event), isProblem: true)
        }
    }

    static func row(for change: IdentityChange, at time: WallTime) -> EventRow {
        EventRow(
            time, .diff, "IDENT", .identityChanged(change), handle: change.latter.handle,
            token: change.latter.description, isProblem: true)
    }

    private static func row(for check: TokenVerified) -> EventRow {
        let what =
            switch check.verdict {
            case .valid: "sig"
            case .invalid: "SIG"
            case .unchecked: "sig?"
            }
        return EventRow(
            check.time, .auth, what, .verified(check), handle: check.token.handle, token: check.token.description,
            flow: check.flow, isProblem: check.verdict == .invalid)
    }

    private static func row(for report: BisectReport) -> EventRow {
        let token = report[.asSent]?.token
        return EventRow(
            report.time, .auth, "test", .bisected(report), handle: token?.handle, token: token?.description,
            flow: report.flow, isProblem: BisectReading(report).first == .signatureNotVerified)
    }

    /// - Parameter isNews: whether it tells anything that was not known.
    static func row(for clock: ClockMeasured, isNews: Bool) -> EventRow {
        var row = EventRow(clock.time, .credentials, "note", .clock(clock))
        row.isRoutine = !isNews
        return row
    }

    static func row(for notice: CredentialWatch.Notice) -> EventRow {
        EventRow(
            notice.time, .credentials, notice.isOver ? "end" : "note", .credentialsEnding(notice),
            isProblem: notice.isOver)
    }

    static func row(for refusal: ForgottenRefusal, at time: WallTime) -> EventRow {
        EventRow(
            time, .cache, "drop", .forgotten(refusal), handle: refusal.handle, token: refusal.handle.description)
    }

    static func row(for notice: CeilingWatch.Notice) -> EventRow {
        EventRow(
            notice.time, .credentials, "note", .ceiling(notice), handle: notice.handle,
            token: notice.handle.description)
    }

    /// A refresh is one row: the new token, and the one that it took the place of.
    private static func row(for mint: TokenMinted, replacing replaced: TokenGeneration?) -> EventRow {
        let id = mint.facts.id
        let old = replaced.map { Replaced(token: $0.id, left: max(.zero, $0.left(at: mint.time))) }
        return EventRow(
            mint.time, .sts, "ok", .minted(mint, replacing: old), handle: id.handle, token: id.description,
            flow: mint.flow)
    }

    private static func row(for event: TokenFailed) -> EventRow {
        EventRow(
            event.time, .sts, event.failure.kind == .denied ? "DENY" : "FAIL", .failed(event), handle: event.handle,
            token: event.handle.description, flow: event.flow, isProblem: true)
    }

    /// An answer from upstream is an event only where it is about the token.
    private static func row(forAnswer flow: FlowEnd) -> EventRow? {
        guard let status = flow.status, [401, 403, 407, 431].contains(status) else { return nil }
        return EventRow(
            flow.time, .auth, String(status), .flow(flow), handle: flow.token?.id.handle,
            token: flow.token?.id.description, flow: flow.start.id, isProblem: true)
    }

    /// Where no token was to be had, the row of the STS call says why; a client that went away is nobody's news.
    private static func row(forRefusal flow: FlowEnd) -> EventRow? {
        guard let error = flow.error, error.code != .tokenUnavailable, error.code != .clientGone else { return nil }
        let record = FlowRecord(start: flow.start, end: flow)
        let token = flow.token?.id ?? flow.heldToken
        return EventRow(
            flow.time, .network, flow.isBrokenOff ? record.statusText : String(error.code.status), .flow(flow),
            handle: token?.handle, token: flow.token?.id.description, flow: flow.start.id, isProblem: true)
    }
}

extension TLSNotice {
    fileprivate var what: String { isProblem ? "FAIL" : "note" }

    /// A client that does not get through is its own problem; a certificate that is not renewed becomes everybody's.
    fileprivate var isProblem: Bool {
        switch happening {
        case .certificateKept, .certificateInvalid: true
        case .certificateChanged, .handshakeFailed: false
        }
    }
}

extension CredentialsResolved {
    /// Whether it says anything that was not known, or taken for granted: renewed credentials of a role are still its own.
    fileprivate func isNews(after former: CredentialsResolved?) -> Bool {
        guard let former, former.source == source, former.expires == expires, former.isTemporary == isTemporary,
            let known = former.principal.flatMap({ Principal(arn: $0) })
        else { return true }
        return principal.flatMap { Principal(arn: $0) } != known
    }
}

extension FaultNotice {
    fileprivate var what: String {
        switch happening {
        case .set: "FAULT"
        case .cleared: "off"
        case .refused: "no"
        case .clockMoved: "clock"
        }
    }
}
