import ProxyEngine

/// Why a request is not sent again.
enum ReplayRefusal: Error, CustomStringConvertible {
    case mintingOff
    case notKept
    case obstacle(KeptRequest.Obstacle)
    case notConfirmed(String)
    case noToken
    /// Another bisect is under way.
    case busy

    var description: String {
        switch self {
        case .mintingOff: "token minting is off"
        case .notKept: "the request is not kept: only the latest are, and of those that found an upstream"
        case .obstacle(let obstacle): obstacle.rawValue
        case .notConfirmed(let method): "\(method) may change something, and nobody confirmed it"
        case .noToken: "it carried no token"
        case .busy: "another bisect is under way"
        }
    }
}
