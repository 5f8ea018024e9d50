import ProxyCore

/// How a token goes on: renewed, let lapse, or brought back by the next request.
struct RefreshWords {
    private let row: TokenRow
    private let generation: TokenGeneration
    private let scene: Scene

    init(_ row: TokenRow, _ generation: TokenGeneration, _ scene: Scene) {
        self.row = row
        self.generation = generation
        self.scene = scene
    }

    var text: String {
        guard row.held(at: scene.now) != nil else { return renewal }
        switch row.nextCall(at: scene.now) {
        case .underWay: return "STS is being asked; this token serves meanwhile"
        case .byItself(let time):
            let ahead = time.duration(to: generation.dies).nearestSecond.phrase
            return "\(moment(time)) (\(ahead) before expiry), in \(wait(time)), in the background"
        case .retry(let time): return "again at \(moment(time)), in \(wait(time)); this token serves meanwhile"
        case .ifUsed(let end): return "lapses at \(moment(end)) unless it is used"
        case .onUse: return "due since \(moment(generation.refreshAt)): the next request sets it off"
        }
    }

    /// How a token comes back that is gone.
    private var renewal: String {
        let fate = generation.fate == .evicted ? "evicted" : "expired"
        return switch row.nextCall(at: scene.now) {
        case .underWay: "\(fate); STS is being asked"
        case .retry(let time): "\(fate); the next request after \(moment(time)), in \(wait(time)), asks STS"
        case .byItself, .ifUsed, .onUse: "\(fate); the next request asks STS"
        }
    }

    private func moment(_ time: WallTime) -> String { scene.time.clock(time) }
    private func wait(_ time: WallTime) -> String { scene.now.duration(to: time).phrase }
}
