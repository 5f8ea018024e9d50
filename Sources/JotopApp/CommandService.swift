import ProxyCore
import ServiceLifecycle
import TokenService

/// Does what a front end asks of engine and token cache, and tells of what no other part tells of.
struct CommandService: Service {
    let orders: AsyncStream<EngineOrder>
    let tokens: TokenService
    let controls: EngineControls
    let preflight: PreflightWishes
    let replays: ReplayService
    let verification: VerificationService
    let faults: FaultOrders
    let events: EventHub
    let time: TimeSource

    func run() async {
        for await order in orders.cancelOnGracefulShutdown() {
            switch order {
            case .command(let command): perform(command)
            case .reveal(let id, let audiences, let answer): answer(tokens.token(id, for: audiences))
            }
        }
    }

    private func perform(_ command: EngineCommand) {
        switch command {
        case .refresh(let audiences): tokens.refresh(audiences)
        case .refreshAll: tokens.refreshAll()
        case .evict(let audiences): tokens.evict(audiences)
        case .evictAll: tokens.evictAll()
        case .undo: tokens.undo()
        case .setAudiences(let audiences, let host): set(audiences, for: host)
        case .switchMinting(let isOn): switchMinting(on: isOn)
        case .injectFault(let fault, let host): tell([faults.inject(fault, host: host)])
        case .clearFaults(let scope): tell(faults.clear(scope))
        case .putClockForward(let step): tell([faults.putClockForward(step)])
        case .replay(let flow, let confirmed): replays.add(.replay(flow, confirmed: confirmed))
        case .bisect(let flow, let confirmed): replays.add(.bisect(flow, confirmed: confirmed))
        case .stopBisect: replays.add(.stopBisect)
        case .stopReplays: replays.add(.stopReplays)
        case .verify(let token, let audiences, let flow):
            verification.add(.init(token: token, audiences: audiences, flow: flow))
        case .runPreflight: preflight.add(minting: controls.minting.isOn)
        }
    }

    private func set(_ audiences: AudienceSet?, for host: String) {
        guard controls.audiences.set(audiences, for: host) else { return }
        events.publish(.audienceChanged(AudienceChanged(time: time.wall(), host: host, audiences: audiences)))
    }

    private func tell(_ happenings: [FaultNotice.Happening]) {
        for happening in happenings { events.publish(.fault(FaultNotice(time: time.wall(), happening))) }
    }

    private func switchMinting(on isOn: Bool) {
        guard controls.minting.turn(on: isOn) else { return }
        events.publish(.mintingSwitched(MintingSwitched(time: time.wall(), isOn: isOn)))
        if isOn { tokens.mintingSwitchedOn() }
    }
}
