import AWSClient
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// This machine's clock against STS's.
struct ClockFinding {
    /// How far STS is ahead; nil where no answer told.
    let offset: Duration?
    let isCorrected: Bool

    /// A `Date` has whole seconds.
    private static let resolution = Duration.seconds(2)
    /// Beyond this, a refused signature is explained by the clock ("Clock Skew Correction" of the AWS SDKs).
    private static let tolerance = Duration.seconds(240)

    private static let remedy =
        "set the clock: sudo timedatectl set-ntp true, sudo chronyc makestep, or sudo sntp -sS time.apple.com (macOS)"

    var finding: Finding {
        guard let offset else { return .unknown("no answer of STS told the time") }
        let distance = max(offset, .zero - offset)
        guard distance > Self.resolution else { return .ok("within 2s of STS") }
        let direction = offset > .zero ? "behind" : "ahead of"
        let words = "this machine's clock is \(distance.words) \(direction) STS"
        guard distance > Self.tolerance else { return .ok("\(words); STS allows for that") }
        let effect =
            isCorrected
            ? "jotop corrects its signatures, but other programs here will \(misjudgement) tokens"
            : "STS will refuse signatures, since AWS_DISABLE_CLOCK_SKEW_CORRECTION is set"
        return .warned("\(words); \(effect)", remedy: Self.remedy)
    }

    private var misjudgement: String {
        (offset ?? .zero) > .zero ? "see not yet valid" : "see expired"
    }
}

/// Reads STS's clock off an answer to an unsigned request: whatever it says, it says when.
struct ClockProbe {
    let transport: any HTTPTransport
    let environment: STSClient.Environment
    var timeout = Duration.seconds(5)

    func offset(of route: EndpointRoute) async -> Duration? {
        let head = HTTPRequest(method: .get, scheme: route.scheme, authority: route.authority, path: "/")
        let sent = environment.now()
        guard let response = try? await transport.send(TransportRequest(head: head), timeout: timeout),
            response.head.headerFields[.age] == nil,
            let date = response.head.headerFields[.date].flatMap(HTTPDate.parse)
        else { return nil }
        let trip = environment.now().timeIntervalSince(sent)
        return .seconds(date.timeIntervalSince(sent.addingTimeInterval(trip / 2)))
    }
}
