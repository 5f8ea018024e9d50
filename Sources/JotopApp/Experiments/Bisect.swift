import Diagnosis
import ProxyCore
import ProxyEngine
import TokenService

/// Carries a bisect out: four replays, one after the other, each with another credential. Never a token for other audiences.
struct Bisect {
    let request: KeptRequest
    /// The one that went out the first time.
    let token: Token
    let desk: ReplayDesk
    let tokens: TokenService
    let events: EventHub
    let time: TimeSource

    /// Runs to its end, or until the task is cancelled.
    func run() async {
        var course = BisectCourse(
            BisectReport(
                time: time.wall(), flow: request.flow, host: request.target.authority, status: request.status))
        var fresh: Token?
        tell(course)
        while course.order != .done {
            await advance(&course, &fresh)
            tell(course)
        }
    }

    private func advance(_ course: inout BisectCourse, _ fresh: inout Token?) async {
        switch course.order {
        case .send(let step):
            let answer = await answer(to: step, &fresh)
            guard !Task.isCancelled else { return course.stopped(at: time.wall()) }
            course.answered(answer, at: time.wall())
        case .wait(let pause):
            guard await time.waited(for: pause) else { return course.stopped(at: time.wall()) }
            course.waited(at: time.wall())
        case .done: break
        }
    }

    private func tell(_ course: BisectCourse) { events.publish(.bisectProgressed(course.report)) }

    private func answer(to step: BisectStep, _ fresh: inout Token?) async -> BisectAnswer {
        do throws(ProxyError) {
            let credential = try await credential(for: step, &fresh)
            let replay = FlowReplay(of: request.flow, step: step)
            // As it was the first time, whatever is in force by now, faults included.
            guard let end = await desk.send(request, credential, as: replay, for: request.audiences) else {
                throw ProxyError(.shuttingDown, "the proxy shuts down")
            }
            return BisectAnswer(step, end)
        } catch {
            return BisectAnswer(step: step, flow: nil, status: nil, fault: error.detail)
        }
    }

    private func credential(
        for step: BisectStep, _ fresh: inout Token?
    ) async throws(ProxyError) -> SentCredential {
        switch step {
        case .asSent: return .given(token)
        case .noToken: return .absent
        case .freshToken:
            let minted = try await tokens.freshToken(for: request.audiences, flow: request.flow).token
            fresh = minted
            return .given(minted)
        case .brokenSignature:
            // One that is over would be refused for that, whatever its signature.
            guard let whole = fresh ?? token.living(at: time.now()) else {
                throw ProxyError(.tokenUnavailable, "there is no token left that is still good")
            }
            return .tampered(.given(whole))
        }
    }
}

extension Token {
    fileprivate func living(at now: ContinuousClock.Instant) -> Token? { now < dies ? self : nil }
}

extension BisectAnswer {
    /// The longest text that is kept of what an upstream says, in characters.
    private static let textLength = 240

    fileprivate init(_ step: BisectStep, _ end: FlowEnd) {
        self.init(
            step: step, flow: end.start.id, token: end.token?.id, print: end.token?.print,
            lifeLeft: end.token?.lifeLeft, status: end.error == nil ? end.status : nil, took: end.durations.total,
            said: Self.said(end), traits: AnswerTraits(end),
            fault: end.error.map { $0.detail.isEmpty ? $0.code.rawValue : $0.detail })
    }

    /// The challenges, or else the beginning of the body.
    private static func said(_ end: FlowEnd) -> String? {
        guard end.error == nil, let response = end.response, end.status.map({ $0 >= 400 }) == true else { return nil }
        let text = response.challenge ?? String(decoding: response.bodyPrefix, as: UTF8.self)
        return text.isEmpty ? nil : String(text.prefix(textLength))
    }
}

extension AnswerTraits {
    private static let textLength = 240

    /// Only of what reports a problem the body's beginning is kept.
    fileprivate init?(_ end: FlowEnd) {
        guard end.error == nil, let response = end.response, end.status.map({ $0 >= 400 }) == true else { return nil }
        self.init(
            challenge: response.challenge.map { String($0.prefix(Self.textLength)) }, bodyLength: end.responseBytes,
            bodyMark: Self.mark(response.bodyPrefix))
    }

    /// FNV-1a in 64 bits: who would forge it gains nothing.
    private static func mark(_ bytes: [UInt8]) -> String {
        let sum = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(sum, radix: 16)
    }
}

extension MessageCapture {
    /// Every `WWW-Authenticate` of an answer, joined; nil where there is none.
    fileprivate var challenge: String? {
        let values = fields.filter { $0.name.lowercased() == "www-authenticate" }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}
