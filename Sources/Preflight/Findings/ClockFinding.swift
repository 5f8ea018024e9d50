import AWSClient

/// This machine's clock against STS's.
struct ClockFinding {
    /// How far STS is ahead; nil where no answer told.
    let offset: Duration?
    let isCorrected: Bool

    /// A `Date` has whole seconds.
    private static let resolution = Duration.seconds(2)

    private static let remedy =
        "set the clock: sudo timedatectl set-ntp true, sudo chronyc makestep, or sudo sntp -sS time.apple.com (macOS)"

    var finding: Finding {
        guard let offset else { return .unknown("no answer of STS told the time") }
        // Half a second on top, since lengths are told in whole ones.
        let distance = Duration.seconds((max(offset, .zero - offset) + .milliseconds(500)).components.seconds)
        guard distance > Self.resolution else { return .ok("within 2s of STS") }
        let direction = offset > .zero ? "behind" : "ahead of"
        let words = "this machine's clock is \(distance.words) \(direction) STS"
        guard distance > ClockSkew.significant else { return .ok("\(words); STS allows for that") }
        let effect =
            isCorrected
            ? "jotop corrects its signatures, but other programs here will see tokens as \(misjudgement)"
            : "STS will refuse signatures, since AWS_DISABLE_CLOCK_SKEW_CORRECTION is set"
        return .warned("\(words); \(effect)", remedy: Self.remedy)
    }

    private var misjudgement: String {
        (offset ?? .zero) > .zero ? "not yet valid" : "expired"
    }
}
