import Canvas
import ProxyCore

/// Everything an event says, below the list or full screen.
struct EventDetail {
    private let event: EventRow
    private let scene: Scene
    private let width: Int

    init(_ event: EventRow, _ scene: Scene, width: Int) {
        self.event = event
        self.scene = scene
        self.width = width
    }

    var title: String {
        switch event.latest {
        case .minted(let mint, _): "STS GetWebIdentityToken for \(mint.facts.id)  \(audiences(mint.facts.audiences))"
        case .failed(let failure): "STS GetWebIdentityToken for \(failure.handle)  \(audiences(failure.audiences))"
        case .fetching(let event): "STS GetWebIdentityToken for \(event.handle)  \(audiences(event.audiences))"
        case .retrying(let event): "STS GetWebIdentityToken for \(event.handle)  \(audiences(event.audiences))"
        case .evicted(let event): "\(event.handle)  \(audiences(event.audiences))"
        case .forgotten(let refusal): "\(refusal.handle)  \(audiences(refusal.audiences))"
        case .expired(let event): "\(event.token)  \(audiences(event.audiences))"
        case .identityChanged(let change): "diff  \(change.former) -> \(change.latter)"
        case .flow(let flow): "\(flow.start.id)  \(FlowTarget(flow.start, scene.veil).text)"
        case .restored(let event): "\(event.token)  \(audiences(event.audiences))"
        case .verified(let check): "signature of \(check.token)  \(audiences(check.audiences))"
        case .bisected(let report): BisectText.title(report.flow, scene)
        case .mintingSwitched, .audienceChanged, .fault: "set from this screen"
        case .replayRefused(let event): "\(event.flow)  not \(event.isBisect ? "bisected" : "sent again")"
        case .listening, .tls: "listener"
        case .credentials, .credentialsFailed, .principalChanged, .credentialsEnding, .ceiling: "AWS credentials"
        case .clock: "AWS clock"
        case .leapt: "this machine's clocks"
        case .log: "log line"
        case .missed: "events missed"
        }
    }

    var lines: [Line] { text + repeats }

    private func audiences(_ set: AudienceSet) -> String { scene.veil.foreign(set.description) }

    private var repeats: [Line] {
        guard event.count > 1 else { return [] }
        let span = "\(scene.time.clock(event.time)) to \(scene.time.clock(event.lastTime))"
        return [.empty, Line("\(event.count.grouped) times, \(span); this is the newest of them.", .dim)]
    }

    private var text: [Line] {
        switch event.latest {
        case .failed(let failure): FailureText(failure, scene, width: width).lines
        case .minted(let mint, let replaced): minted(mint, replaced)
        case .identityChanged(let change):
            DiffText(change.former, change.latter, scene, width: width).lines
        case .flow(let flow):
            WhyText(record: FlowRecord(start: flow.start, end: flow), scene: scene, width: width).lines
        case .credentials(let event, let former): credentials.found(event, replacing: former)
        case .credentialsFailed(let event): credentials.failed(event)
        case .principalChanged(let event): credentials.changed(event)
        case .credentialsEnding(let notice): credentials.ending(notice)
        case .ceiling(let notice):
            Line.wrapped(
                Line(), "\(notice.handle): \(notice.forecast.sentence(scene.time)).", notice.forecast.role, width: width
            )
                + [.empty]
                + Line.wrapped(
                    Line(), "Credentials that are renewed before then move the end. This is told once for each end.",
                    .dim,
                    width: width)
        case .clock(let clock): credentials.clock(clock)
        case .leapt(let leap): leap.words.flatMap { Line.wrapped(Line(), $0, width: width) }
        case .missed(let count):
            Line.wrapped(
                Line(),
                "\(count.counted("event")) came faster than this screen could take them in. The totals in the"
                    + " second row are complete; some rows of the lists are not.", width: width)
        case .bisected(let report): BisectText(report.flow, scene, width: width).lines
        case .verified(let check): verified(check)
        case .fetching, .retrying, .evicted, .forgotten, .expired, .restored, .mintingSwitched, .audienceChanged,
            .replayRefused, .fault, .listening, .tls, .log:
            Line.wrapped(Line(), EventWords(event, scene, isWide: true).detail, width: width)
        }
    }

    private func verified(_ check: TokenVerified) -> [Line] {
        let facts: [(String, String?)] = [
            ("verdict", check.verdict.rawValue), ("token", check.print.map { "\(check.token)   sha256:\($0)" }),
            ("key", check.keyID.map { scene.veil.keyID($0) }), ("issuer", check.issuer.map { scene.veil.foreign($0) }),
            ("keys", check.keys.map { "\(scene.veil.foreign($0.address)), \($0.age.phrase) old" }),
            ("why", check.detail.map { scene.veil.foreign($0) }), ("try", check.remedy.map { scene.veil.foreign($0) }),
        ]
        return facts.flatMap { name, value in
            value.map { Line.wrapped(label(name), $0, width: width) } ?? []
        }
    }

    private func minted(_ mint: TokenMinted, _ replaced: EventRow.Replaced?) -> [Line] {
        let facts = mint.facts
        var lines = [
            fact("token", "\(facts.id)   sha256:\(facts.print)   \(facts.length.bytes)"),
            fact("lives", "\(scene.time.clock(facts.issuedAt)) to \(scene.time.clock(facts.expiresAt))"),
            fact("refresh", "from \(scene.time.clock(mint.refreshAt)) on"),
            fact("call", "\(mint.took.measured), \(mint.reason.words)"),
        ]
        if let moment = mint.servesFrom {
            lines.append(fact("serves", "from \(scene.time.clock(moment)) on (--settle)"))
        }
        if let fault = mint.fault { lines.append(fact("fault", scene.veil.foreign(fault.description))) }
        if let cap = mint.cap { lines += Line.wrapped(label("capped"), cap.sentence(scene.time), .info, width: width) }
        if let replaced { lines.append(fact("replaces", "\(replaced.token) with \(replaced.left.phrase) left")) }
        if let id = mint.requestID { lines.append(fact("request", scene.veil.reference(id))) }
        if let flow = mint.flow { lines.append(fact("set off by", "\(flow)")) }
        let waiting = MintWords.list(mint.waiting, of: mint.waiters)
        lines += Line.wrapped(
            label("waiters"), mint.waiters.counted("request") + (waiting.map { ": \($0)" } ?? ""), width: width)
        return lines
    }

    private var credentials: CredentialsText { CredentialsText(scene: scene, width: width) }

    private func label(_ name: String) -> Line { Line(name, .dim).padded(to: 12) }
    private func fact(_ name: String, _ value: String) -> Line { label(name).adding(value) }
}
