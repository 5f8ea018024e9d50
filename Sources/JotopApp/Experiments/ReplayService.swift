import ProxyCore
import ProxyEngine
import ServiceLifecycle
import Synchronization
import TokenService

/// Sends requests once more when somebody asks for it, and tells what comes of that. One bisect at a time.
final class ReplayService: Service {
    enum Wish: Sendable {
        case replay(FlowID, confirmed: String?)
        case bisect(FlowID, confirmed: String?)
        /// The bisect under way is to end.
        case stopBisect
        /// Whatever else is under way is to end.
        case stopReplays
    }

    private let desk: ReplayDesk
    private let tokens: TokenService
    private let minting: MintingSwitch
    private let events: EventHub
    private let time: TimeSource
    private let wishes = AsyncStream.makeStream(of: Wish.self)
    private let replays = Mutex(StopList())
    private let bisects = Mutex(StopList())

    init(desk: ReplayDesk, tokens: TokenService, minting: MintingSwitch, events: EventHub, time: TimeSource) {
        self.desk = desk
        self.tokens = tokens
        self.minting = minting
        self.events = events
        self.time = time
    }

    func add(_ wish: Wish) { wishes.continuation.yield(wish) }

    func run() async {
        await withDiscardingTaskGroup { group in
            for await wish in wishes.stream.cancelOnGracefulShutdown() {
                // What is wished for begins here, so that an order to stop that comes right after it finds it.
                switch wish {
                case .replay(let flow, let confirmed):
                    let entry = replays.withLock { $0.began() }
                    group.addTask {
                        await entry.run { await self.replay(flow, confirmed) }
                        self.replays.withLock { $0.ended(entry) }
                    }
                case .bisect(let flow, let confirmed):
                    guard let entry = bisects.withLock({ $0.isEmpty ? $0.began() : nil }) else {
                        refuse(flow, .busy, isBisect: true)
                        continue
                    }
                    group.addTask {
                        await entry.run { await self.bisect(flow, confirmed) }
                        self.bisects.withLock { $0.ended(entry) }
                    }
                case .stopReplays: for entry in replays.withLock(\.underWay) { entry.stop() }
                case .stopBisect: for entry in bisects.withLock(\.underWay) { entry.stop() }
                }
            }
            group.cancelAll()
        }
    }

    private func replay(_ flow: FlowID, _ confirmed: String?) async {
        do throws(ReplayRefusal) {
            let request = try await request(flow, confirmed)
            _ = await desk.send(request, .current, as: FlowReplay(of: flow))
        } catch {
            refuse(flow, error, isBisect: false)
        }
    }

    private func bisect(_ flow: FlowID, _ confirmed: String?) async {
        do throws(ReplayRefusal) {
            let request = try await request(flow, confirmed)
            guard let token = request.token else { throw .noToken }
            await Bisect(request: request, token: token, desk: desk, tokens: tokens, events: events, time: time).run()
        } catch {
            refuse(flow, error, isBisect: true)
        }
    }

    /// The request, if it may be sent again.
    private func request(_ flow: FlowID, _ confirmed: String?) async throws(ReplayRefusal) -> KeptRequest {
        guard minting.isOn else { throw .mintingOff }
        guard let request = await desk.request(flow) else { throw .notKept }
        if let obstacle = request.obstacle { throw .obstacle(obstacle) }
        guard request.isSafe || confirmed == request.method else { throw .notConfirmed(request.method) }
        return request
    }

    private func refuse(_ flow: FlowID, _ refusal: ReplayRefusal, isBisect: Bool) {
        events.publish(
            .replayRefused(
                ReplayRefused(time: time.wall(), flow: flow, isBisect: isBisect, reason: refusal.description)))
    }
}
