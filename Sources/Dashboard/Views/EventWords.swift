import Canvas
import Diagnosis
import ProxyCore

/// An event in the words of the list's last column.
struct EventWords {
    private let event: EventRow
    private let scene: Scene
    private let isWide: Bool

    init(_ event: EventRow, _ scene: Scene, isWide: Bool) {
        self.event = event
        self.scene = scene
        self.isWide = isWide
    }

    /// The count of repeats comes early: it must not be what is cut off.
    var detail: String {
        var parts = words
        if !repeats.isEmpty { parts.insert(repeats, at: min(1, parts.count)) }
        return parts.joined(separator: "  ")
    }

    /// `x5 in 32s`
    private var repeats: String {
        guard event.count > 1 else { return "" }
        return "x\(event.count.grouped) in \(event.time.duration(to: event.lastTime).phrase)"
    }

    private var words: [String] {
        switch event.latest {
        case .fetching(let event): asked(event)
        case .minted(let mint, let replaced): minted(mint, replaced)
        case .retrying(let event):
            [scene.veil.text(event.retry.code), event.retry.took.measured, "again in \(event.retry.wait.measured)"]
        case .failed(let failure): failed(failure)
        case .evicted(let event): [evicted(event)]
        case .forgotten(let refusal): ["refusal forgotten by you", scene.veil.text(refusal.code)]
        case .expired(let event): ["expired after \(event.uses.counted("use"))"]
        case .identityChanged(let change): identity(change)
        case .restored(let event): [restored(event)]
        case .verified(let check): [verified(check)]
        case .bisected(let report): ["bisect of \(report.flow)", BisectReading(report).first.sentence.text(scene)]
        case .mintingSwitched(let event): [switched(event)]
        case .audienceChanged(let event): changed(event)
        case .replayRefused(let event):
            ["\(event.flow) not \(event.isBisect ? "bisected" : "sent again")", scene.veil.foreign(event.reason)]
        case .fault(let notice): [FaultWords(scene.veil).sentence(notice.happening)]
        case .flow(let flow): refused(flow)
        case .listening(let event): ["listening on \(event.place)", "upstream: \(event.upstream)"]
        case .tls(let notice): tls(notice.happening)
        case .credentials(let event, let former): credentials.found(event, replacing: former)
        case .credentialsFailed(let event): credentials.failed(event)
        case .principalChanged(let event): credentials.changed(event)
        case .credentialsEnding(let notice): credentials.ending(notice)
        case .ceiling(let notice): credentials.ceiling(notice)
        case .clock(let clock): credentials.clock(clock)
        case .leapt(let leap): leap.words
        case .log(let line): [scene.veil.foreign(line)]
        case .missed(let count): ["\(count.counted("event")) missed: this screen was slower than the traffic"]
        }
    }

    private func tls(_ happening: TLSNotice.Happening) -> [String] {
        switch happening {
        case .certificateChanged(let end): ["new TLS certificate, until \(end.rfc3339)"]
        case .certificateKept(let reason): ["old TLS certificate kept", scene.veil.foreign(reason)]
        case .certificateInvalid(let reason): ["TLS certificate invalid", scene.veil.foreign(reason)]
        case .handshakeFailed(let reason): ["TLS handshake", scene.veil.foreign(reason)]
        }
    }

    private func minted(_ mint: TokenMinted, _ replaced: EventRow.Replaced?) -> [String] {
        let facts = mint.facts
        var head = facts.issuedAt.duration(to: facts.expiresAt).brief
        if let cap = mint.cap {
            head = "\(cap.wanted.brief) wanted, \(cap.asked.brief) asked: capped"
        }
        let swap = replaced.map { "\(facts.id) replaces \($0.token) with \($0.left.phrase) left" }
        // A narrow row has no room for both the swap and what is the same for all tokens.
        if isWide || (swap == nil && mint.cap == nil) {
            if let algorithm = facts.algorithm { head += " " + algorithm }
            if let region = facts.claims["https://sts.amazonaws.com/"]?["source_region"]?.string {
                head += " \(region)"
            }
        }
        return [head, mint.took.measured, swap, why(mint)].compactMap(\.self)
    }

    private func asked(_ event: TokenFetching) -> [String] {
        let flow = isWide ? nil : event.flow.map { "\($0)" }
        return ["asking STS", event.reason.words, event.attempt > 1 ? "attempt \(event.attempt)" : nil, flow]
            .compactMap(\.self)
    }

    private func why(_ mint: TokenMinted) -> String {
        if mint.waiters > 1 { return "\(mint.waiters.grouped) requests waited" + (isWide ? " on this one call" : "") }
        return switch mint.reason {
        case .first: isWide || mint.flow == nil ? "first use" : "first use, \(mint.flow?.description ?? "")"
        case .due: "refresh window reached"
        case .forced: "forced by you"
        }
    }

    private func failed(_ failure: TokenFailed) -> [String] {
        var parts = [scene.veil.text(failure.failure.code), failure.took.measured]
        if isWide, let id = failure.failure.requestID { parts.append("request \(scene.veil.reference(id))") }
        // A moment and no count: the row tells it once, whatever its own time is and however late it is read.
        if failure.retryAt > failure.time { parts.append("next try \(scene.time.clock(failure.retryAt))") }
        if let serving = failure.stillServing {
            parts.append("\(serving) still serves")
        } else if let flow = failure.flow, !isWide {
            parts.append("\(flow) got 502")
        } else if failure.waiters > 0, isWide {
            parts.append("client got 502 token unavailable")
        }
        return parts
    }

    private func identity(_ change: IdentityChange) -> [String] {
        ["IDENTITY CHANGED", "\(change.former) -> \(change.latter): \(change.list(scene.veil))"]
    }

    private func evicted(_ event: TokenEvicted) -> String {
        switch event.reason {
        case .requested: "evicted by you"
        case .capacity: "least recently used; --max-audiences was reached"
        }
    }

    private func restored(_ event: TokenRestored) -> String {
        event.instead.map { "\(event.token) serves again instead of \($0)" } ?? "\(event.token) serves again"
    }

    private func verified(_ check: TokenVerified) -> String {
        guard check.verdict == .valid else { return scene.veil.foreign(check.detail ?? "signature not checked") }
        return "signature verified" + (check.keyID.map { ", key \(scene.veil.keyID($0)) of the issuer's" } ?? "")
    }

    private func switched(_ event: MintingSwitched) -> String {
        event.isOn ? "token minting is on again" : "token minting is OFF: every request gets 503"
    }

    private func changed(_ event: AudienceChanged) -> [String] {
        [
            scene.veil.host(event.host),
            event.audiences.map { "audience set by you: \(scene.veil.foreign($0.description))" }
                ?? "audience as the settings say again",
        ]
    }

    private func refused(_ flow: FlowEnd) -> [String] {
        var parts = [flow.start.host.map(scene.veil.host) ?? "(none)"]
        if !isWide { parts.append(flow.start.id.description) }
        if let error = flow.error {
            parts.append(FlowReason.words(of: error, scene.veil))
        } else if let said = flow.challenges.lazy.compactMap(FlowReason.description).first {
            parts.append("\"\(scene.veil.foreign(said))\"")
        }
        return parts
    }

    private var credentials: CredentialWords { CredentialWords(scene: scene) }
}
