import Diagnosis
import ProxyCore

/// Sending requests once more: one, or the four of a bisect.
extension Dashboard {
    mutating func resend(_ deed: ResendPrompt.Deed) -> [Effect] {
        guard let flow = flowInHand else { return told("nothing to \(deed.name): select a flow") }
        let original = flow.start.replay?.original ?? flow.id
        if deed == .bisect, let report = live.bisect(of: original), !report.isOver, stoppingBisect != original {
            return read(bisectOf: original)
        }
        guard !live.facts.isMintingOff else { return told("!! not sent again: token minting is off. :minting on") }
        guard flow.end != nil else { return told("\(flow.id) is still running") }
        if deed == .bisect, flow.start.replay == nil, flow.known?.token == nil {
            return told("\(flow.id) carried no token: there is nothing to bisect")
        }
        let overriding = SafeRequest.overridingField(flow.known?.request?.fields.map(\.name) ?? [])
        guard SafeRequest.methods.contains(flow.start.method), overriding == nil else {
            dialog = .resend(
                ResendPrompt(deed: deed, flow: original, method: flow.start.method, overriding: overriding))
            return []
        }
        return send(deed, original, confirmed: nil)
    }

    private mutating func told(_ text: String) -> [Effect] {
        show(text, isError: true)
        return []
    }

    mutating func resend(_ prompt: ResendPrompt) -> [Effect] {
        guard prompt.typed == prompt.method else {
            show("\(prompt.flow) not sent again: the word was not \"\(prompt.method)\"")
            return []
        }
        return send(prompt.deed, prompt.flow, confirmed: prompt.method)
    }

    private mutating func send(_ deed: ResendPrompt.Deed, _ flow: FlowID, confirmed: String?) -> [Effect] {
        switch deed {
        case .replay:
            replays.asked(for: flow)
            show("sending \(flow) again; Esc ends it")
            return [.send(.replay(flow, confirmed: confirmed))]
        case .bisect:
            stoppingBisect = nil
            _ = read(bisectOf: flow)
            return [.send(.bisect(flow, confirmed: confirmed))]
        }
    }

    private mutating func read(bisectOf flow: FlowID) -> [Effect] {
        reader = ReaderState(subject: .bisect(flow))
        return []
    }

    /// The bisect that is read and still under way: to leave it is to stop it first.
    mutating func stopBisect() -> [Effect]? {
        guard dialog == nil, case .bisect(let flow)? = reader?.subject, live.bisect(of: flow)?.isOver == false,
            stoppingBisect != flow
        else { return nil }
        stoppingBisect = flow
        show("stopping the bisect of \(flow)")
        return [.send(.stopBisect)]
    }

    /// A replay under way is ended before a step back. What was missed of it must not keep anybody in.
    mutating func stopReplays() -> [Effect]? {
        guard dialog == nil, !replays.isEmpty else { return nil }
        let names = replays.repeated.map(\.description).joined(separator: ", ")
        replays.stopped()
        show("ending the replay of \(names)")
        return [.send(.stopReplays)]
    }

    /// Says what came of a request that was sent again.
    mutating func announceReplay(_ event: ProxyEvent) {
        switch event {
        case .flowStarted(let start):
            if let replay = start.replay, replay.step == nil { replays.began(start.id, of: replay.original) }
        case .flowCompleted(let end), .flowFailed(let end): announce(replay: end)
        case .bisectProgressed(let report): announce(report)
        case .replayRefused(let event):
            if event.isBisect, reader?.subject == .bisect(event.flow), live.bisect(of: event.flow) == nil {
                reader = nil
            }
            if !event.isBisect { replays.refused(event.flow) }
            show("!! \(event.flow) not \(event.isBisect ? "bisected" : "sent again"): \(event.reason)", isError: true)
        default: break
        }
    }

    private mutating func announce(replay end: FlowEnd) {
        guard let replay = end.start.replay, replay.step == nil else { return }
        replays.ended(end.start.id, of: replay.original)
        guard end.error?.code != .clientGone else {
            let after = end.durations.total.measured
            return show("the replay of \(replay.original) as \(end.start.id) was ended after \(after)")
        }
        let was = live.flows.record(of: replay.original)?.end?.status.map { ", was \($0)" } ?? ""
        let status = end.status.map(String.init) ?? "no answer"
        show("\(replay.original) sent again as \(end.start.id): \(status) in \(end.durations.total.measured)\(was)")
    }

    private mutating func announce(_ report: BisectReport) {
        guard report.isOver, reader?.subject != .bisect(report.flow) else { return }
        let words = report.phase == .stopped ? "stopped" : BisectReading(report).first.sentence.plain
        show("bisect of \(report.flow): \(words)")
    }
}
