import ProxyCore

/// The question before a request is sent again whose method may change something.
struct ResendPrompt: Sendable, Equatable {
    enum Deed: Sendable, Equatable {
        case replay, bisect

        /// How often the request goes out.
        var times: Int { self == .replay ? 1 : BisectStep.allCases.count }
        var name: String { self == .replay ? "replay" : "bisect" }
    }

    /// No method that anybody uses is longer.
    static let longest = 32

    let deed: Deed
    let flow: FlowID
    let method: String
    /// The field that may make another method of it; nil where its own is not safe already.
    let overriding: String?
    /// What has been typed so far: the method, if it is to go.
    var typed = ""

    init(deed: Deed, flow: FlowID, method: String, overriding: String? = nil) {
        self.deed = deed
        self.flow = flow
        self.method = method
        self.overriding = overriding
    }
}
