import Canvas
import ProxyCore

extension CeilingForecast {
    /// `role session ends 15:41:00; at 14:59:59 it has 41m01s left and 60m is asked: capped to 40m51s`
    func sentence(_ time: Timekeeping) -> String {
        outcome == .fits
            ? "role session ends \(time.clock(ends)): \(wanted.brief) asked at \(time.clock(at)) fits" : ruling(time)
    }

    private func ruling(_ time: Timekeeping) -> String {
        "role session ends \(time.clock(ends)); at \(time.clock(at)) it has \(rest) and \(wanted.brief) is asked: \(verdict)"
    }

    /// `A asks 60m here, 41m01s of the session left: capped`
    func note(for handle: TokenHandle) -> String {
        "\(handle) asks \(wanted.brief) here, \(rest): \(word)"
    }

    var role: Role {
        switch outcome {
        case .fits: .text
        case .capped: .warn
        case .refused, .tooLate: .error
        }
    }

    private var rest: String { left > .zero ? "\(left.phrase) left" : "nothing left" }

    private var word: String {
        switch outcome {
        case .fits: "fits"
        case .capped: "capped"
        case .refused: "refused"
        case .tooLate: "too late"
        }
    }

    /// `capped to 40m51s`
    var brief: String {
        switch outcome {
        case .fits: "fits"
        case .capped(let life): "capped to \(life.phrase)"
        case .refused: "STS will refuse it"
        case .tooLate: "too late for any token"
        }
    }

    private var verdict: String {
        switch outcome {
        case .fits: "fits"
        case .capped(let life): "capped to \(life.phrase)"
        case .refused: "STS will refuse (SessionDurationEscalation), which --cap-to-session avoids"
        case .tooLate: "too little for any token, so newer credentials have to come first"
        }
    }
}
