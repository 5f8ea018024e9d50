import Canvas
import Diagnosis
import JotopSettings
import ProxyCore
import Recordings

/// The event stream as lines for people: one a finished request, `key=value` in a fixed order. Everything from outside
/// goes through the sanitiser.
enum EventText {
    /// - Parameter offset: seconds east of UTC, for the clock.
    /// - Returns: nil for events that are not worth a line at the level.
    static func line(_ event: ProxyEvent, level: LogLevel, offset: Int) -> String? {
        guard let own = event.level, own >= level, let words = words(event) else { return nil }
        return Sanitizer.plain("\(clock(event.time, offset: offset)) \(own.rawValue.uppercased()) \(words)")
    }

    /// `14:31:50.403`
    private static func clock(_ time: WallTime, offset: Int) -> String {
        "\(time.clock(offset: offset)).\(String(1000 + time.calendar().millisecond).dropFirst())"
    }

    /// `14:31:50.403 WARN diagnosis #1187 billing.example.net aud: the upstream expects a different audience; try: …`
    static func line(_ report: DiagnosisReport, offset: Int) -> String {
        let words =
            "diagnosis \(report.flow.id) \(report.flow.host ?? "(no upstream)") \(report.cause.rawValue): \(report.sentence)"
            + (report.remedy.map { "; try: \($0)" } ?? "")
        return Sanitizer.plain("\(clock(report.time, offset: offset)) WARN \(words)")
    }

    /// A line of a time in which something goes wrong on purpose.
    static func marked(_ line: String) -> String { line + " FAULTS-ON" }

    static func dropped(_ count: Int, at time: WallTime, offset: Int) -> String {
        "\(clock(time, offset: offset)) WARN \(count) events missed: this reader was too slow"
    }

    private static func words(_ event: ProxyEvent) -> String? {
        guard let words = details(event) else { return nil }
        if case .flowCompleted = event { return words }
        if case .flowFailed = event { return words }
        return "\(event.name) \(words)"
    }

    private static func details(_ event: ProxyEvent) -> String? {
        switch event {
        case .listening(let event):
            "\(event.place) -> \(event.upstream)" + (event.metrics.map { " metrics=\($0)" } ?? "")
        case .tls(let notice):
            switch notice.happening {
            case .certificateChanged(let end): "expires=\(end.rfc3339)"
            case .certificateKept(let reason): "\(reason); the certificate from before goes on serving"
            case .certificateInvalid(let reason), .handshakeFailed(let reason): reason
            }
        case .flowStarted(let flow): "\(flow.id) \(flow.place)"
        case .flowProgressed: nil
        case .flowCompleted(let end), .flowFailed(let end): words(end)
        case .tokenFetching(let event):
            "\(event.handle) aud=\(event.audiences) reason=\(event.reason.rawValue) attempt=\(event.attempt)"
        case .tokenRetrying(let event):
            "\(event.handle) aud=\(event.audiences) try=\(event.retry.attempt) \(event.retry.code)"
                + " \(event.retry.took.milliseconds)ms wait=\(event.retry.wait.milliseconds)ms"
        case .tokenMinted(let event), .tokenRefreshed(let event): words(event)
        case .tokenFailed(let event):
            "\(event.handle) aud=\(event.audiences) \(event.failure.code) \(event.took.milliseconds)ms"
                + " retry=\(event.time.duration(to: event.retryAt).components.seconds)s \(event.failure.message)"
                + advice(event.failure.remedy)
        case .tokenEvicted(let event):
            "\(event.token?.description ?? event.handle.description) aud=\(event.audiences)"
                + " reason=\(event.reason.rawValue)"
        case .tokenExpired(let event): "\(event.token) aud=\(event.audiences) uses=\(event.uses)"
        case .tokenRestored(let event):
            "\(event.token) aud=\(event.audiences) instead of \(event.instead?.description ?? "-")"
        case .tokenVerified(let check): words(check)
        case .bisectProgressed(let report): words(report)
        case .replayRefused(let event): "\(event.flow) \(event.isBisect ? "bisect" : "replay"): \(event.reason)"
        case .mintingSwitched(let event):
            event.isOn ? "tokens are minted and sent again" : "every request is refused with 503"
        case .audienceChanged(let event):
            "\(event.host) aud=\(event.audiences?.description ?? "(as the settings say)")"
        case .fault(let notice): words(notice.happening)
        case .credentialsResolved(let event):
            ["\(event.source)", event.principal, "region=\(event.region ?? "-")", end(of: event)]
                .compactMap { $0 }.joined(separator: " ")
        case .credentialsFailed(let event):
            "\(event.source): \(event.message)\(advice(event.remedy))"
        case .principalChanged(let event): "\(event.former) -> \(event.principal); tokens are renewed"
        case .clockMeasured(let clock): words(clock)
        case .preflightProgressed: nil
        }
    }

    private static func words(_ check: TokenVerified) -> String {
        "\(check.token) aud=\(check.audiences) signature=\(check.verdict.rawValue) kid=\(check.keyID ?? "-")"
            + (check.detail.map { " \($0)" } ?? "") + advice(check.remedy)
    }

    private static func words(_ report: BisectReport) -> String {
        let answers = report.answers.map { "\($0.step.rawValue)=\($0.status.map(String.init) ?? "-")" }
        return (["\(report.flow)", report.host] + answers + report.readings).joined(separator: " ")
    }

    /// The first line of a remedy: a policy has no room in a line.
    private static func advice(_ remedy: String?) -> String {
        guard let line = remedy?.split(whereSeparator: \.isNewline).first else { return "" }
        return ": \(line)"
    }

    private static func words(_ happening: FaultNotice.Happening) -> String {
        switch happening {
        case .set(let fault, let host): "\(fault)" + (host.map { " host:\($0)" } ?? "")
        case .cleared(.all): "every fault"
        case .cleared(.host(let host)): "host:\(host)"
        case .cleared(.sts): "sts"
        case .cleared(.keys): "keys"
        case .refused(let reason): reason
        case .clockMoved(let ahead):
            ahead == .zero ? "the cache's clock goes right" : "the cache's clock is \(GoDuration.format(ahead)) ahead"
        }
    }

    private static func end(of event: CredentialsResolved) -> String? {
        event.expires.map { "expires=\($0.rfc3339)" } ?? (event.isTemporary ? "expires=?" : nil)
    }

    private static func words(_ clock: ClockMeasured) -> String {
        let distance = GoDuration.format(.seconds(max(clock.offset, .zero - clock.offset).components.seconds))
        let direction = clock.offset < .zero ? "ahead of" : "behind"
        let effect = clock.isCorrected ? "signatures are corrected by it" : "signatures are not corrected by it"
        return "this machine's clock is \(distance) \(direction) STS's; \(effect)"
    }

    private static func words(_ end: FlowEnd) -> String {
        let start = end.start
        let name = (end.token?.id ?? end.heldToken)?.description ?? "-"
        var words = "\(start.id) \(start.place)"
        if let replay = start.replay {
            words += " replay=\(replay.original)" + (replay.step.map { ",\($0.rawValue)" } ?? "")
        }
        words += " \(end.status.map(String.init) ?? "-") tok=\(name),\(end.use.shortName)"
        if let left = end.token?.lifeLeft { words += " left=\(GoDuration.format(.seconds(left.components.seconds)))" }
        words += end.durations.token.map { " tokms=\($0.milliseconds)" } ?? ""
        words += end.durations.upstream.map { " upms=\($0.milliseconds)" } ?? ""
        words += " total=\(end.durations.total.milliseconds)ms"
        if end.isProblem, let audiences = start.audiences { words += " aud=\(audiences)" }
        if let challenge = end.challenge { words += " said=\(JSONValue.quote(challenge))" }
        if let fault = end.fault { words += " fault=\(JSONValue.quote(fault.description))" }
        if let error = end.error { words += " error=\(error.code.rawValue) \(error.detail)" }
        return words
    }

    private static func words(_ event: TokenMinted) -> String {
        "\(event.facts.id) aud=\(event.facts.audiences) expires=\(event.facts.expiresAt.rfc3339)"
            + " kid=\(event.facts.keyID ?? "-") sha256=\(event.facts.print) \(event.took.milliseconds)ms"
            + " waited=\(event.waiters)" + (event.cap.map { " capped=\(GoDuration.format($0.asked))" } ?? "")
    }
}

extension TokenUse {
    /// `hit`, `new`, `wait`, `FAIL` as on the dashboard.
    fileprivate var shortName: String {
        switch self {
        case .hit: "hit"
        case .minted: "new"
        case .waited: "wait"
        case .failed: "FAIL"
        case .notAsked: "none"
        }
    }
}

extension FlowStart {
    /// `GET api.example.com/v1/items`
    fileprivate var place: String { "\(method) \(host ?? "(no upstream) ")\(path)" }
}

extension FlowEnd {
    /// What the upstream said about a credential that it does not accept (RFC 9110, section 11.6.1).
    fileprivate var challenge: String? {
        response?.values(of: "www-authenticate").first
    }
}

extension [String] {
    /// Whether a bisect has found what nobody can leave as it is.
    fileprivate var isAlarming: Bool { contains(BisectVerdict.signatureNotVerified.rawValue) }
}

extension ProxyEvent {
    /// How much an event matters to somebody who reads a log; nil for what is only for screens.
    var level: LogLevel? {
        switch self {
        case .flowProgressed, .preflightProgressed: nil
        case .clockMeasured(let clock): clock.isAlarming ? .warn : nil
        case .flowStarted, .tokenFetching: .debug
        case .tokenRetrying: .warn
        case .tokenVerified(let check): check.verdict == .invalid ? .warn : .info
        case .bisectProgressed(let report): report.isOver ? report.readings.isAlarming ? .warn : .info : nil
        case .replayRefused: .info
        case .mintingSwitched(let event): event.isOn ? .info : .warn
        case .fault: .warn
        case .flowCompleted(let end): end.isProblem ? .warn : .info
        case .tokenFailed, .credentialsFailed, .flowFailed: .error
        case .tls(let notice):
            switch notice.happening {
            case .certificateChanged: .info
            case .certificateKept, .certificateInvalid: .error
            case .handshakeFailed: .debug
            }
        case .listening, .tokenMinted, .tokenRefreshed, .tokenEvicted, .tokenExpired, .tokenRestored, .audienceChanged,
            .credentialsResolved, .principalChanged:
            .info
        }
    }
}
