import ProxyCore

/// The call to STS that a token came from: what it took, its id, what set it off, and whom it served.
struct MintWords {
    private let generation: TokenGeneration
    private let scene: Scene

    init(_ generation: TokenGeneration, _ scene: Scene) {
        self.generation = generation
        self.scene = scene
    }

    /// `412 ms, request id 4e90..1b, no token was there; served #1183 #1184 #1185`
    var text: String {
        ["\(call)", generation.mint.reason.words].joined(separator: ", ") + (served.map { "; \($0)" } ?? "")
    }

    /// `412 ms, request id 4e90..1b`
    var call: String {
        let mint = generation.mint
        return mint.took.measured + (mint.requestID.map { ", request id \(scene.veil.reference($0))" } ?? "")
    }

    /// `served #1183 #1184 #1185`
    var served: String? { Self.list(generation.mint.waiting, of: generation.mint.waiters).map { "served \($0)" } }

    /// `waited with 7 others for #12's call`; nil for a flow that was alone.
    func shared(by end: FlowEnd) -> String? {
        let others = generation.mint.waiters - 1
        guard others > 0, end.use == .waited || end.use == .minted else { return nil }
        let call = end.use == .minted ? "its own call" : end.mintedFor.map { "\($0)'s call" } ?? "the call"
        return "waited with \(others.counted("other")) for \(call)"
    }

    /// The flows that are named, and how many there were besides.
    static func list(_ named: [FlowID], of count: Int) -> String? {
        guard !named.isEmpty else { return nil }
        let rest = count - named.count
        let list = named.map(\.description).joined(separator: " ")
        return rest > 0 ? "\(list) and \(rest.grouped) more" : list
    }
}
