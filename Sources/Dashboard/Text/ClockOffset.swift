import Canvas
import ProxyCore

/// How far AWS's clock is ahead of this machine's, judged and in words.
struct ClockOffset: Sendable, Hashable {
    /// A `Date` has whole seconds and took its time to get here: up to this, nothing can be told.
    private static let resolution = Duration.seconds(2)
    /// Beyond this, validators begin to refuse tokens.
    private static let tolerance = Duration.seconds(60)
    /// Beyond this, the SDKs take the clock for the cause of a refused signature.
    private static let limit = Duration.seconds(240)

    enum Judgement: Sendable, Hashable {
        case fine, near, off, refused
    }

    let offset: Duration

    init(_ offset: Duration) { self.offset = offset }

    private var distance: Duration { offset < .zero ? .zero - offset : offset }

    var judgement: Judgement {
        switch distance {
        case ...Self.resolution: .fine
        case ...Self.tolerance: .near
        case ...Self.limit: .off
        default: .refused
        }
    }

    var role: Role {
        switch judgement {
        case .fine, .near: .text
        case .off: .warn
        case .refused: .error
        }
    }

    /// `ok`, `+12s`, `-3m12!`, `+61m!`.
    var mark: String {
        guard judgement != .fine else { return "ok" }
        let isOff = judgement == .off || judgement == .refused
        return (offset < .zero ? "-" : "+") + amount + (isOff ? "!" : "")
    }

    /// Minutes alone where there are many of them, and hours only where minutes would be hard to read.
    private var amount: String {
        (Duration.seconds(600)..<Duration.seconds(6_000)).contains(distance)
            ? "\(distance.milliseconds / 60_000)m" : distance.countdown
    }

    /// `this machine's clock is 1h01m behind STS's`
    var sentence: String {
        switch judgement {
        case .fine: "this machine's clock agrees with STS's"
        case .near, .off, .refused:
            "this machine's clock is \(distance.phrase) \(offset < .zero ? "ahead of" : "behind") STS's"
        }
    }
}
