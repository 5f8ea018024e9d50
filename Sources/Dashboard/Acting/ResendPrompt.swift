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
    /// What has been typed so far: the method, if it is to go.
    var typed = ""
}
