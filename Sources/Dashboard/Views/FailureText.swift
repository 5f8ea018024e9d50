import Canvas
import ProxyCore

/// A call to STS that gave no token: what was said, and what to check, in order of likelihood.
struct FailureText {
    private let event: TokenFailed
    private let scene: Scene
    private let width: Int
    private let isBesideTries: Bool

    /// - Parameter isBesideTries: whether what can be tried stands above: then no list of checks repeats it.
    init(_ event: TokenFailed, _ scene: Scene, isBesideTries: Bool = false, width: Int) {
        self.event = event
        self.isBesideTries = isBesideTries
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        var head = Line()
        head.add(scene.veil.text(event.failure.code), .error)
        if !event.failure.message.isEmpty { head.add(": ") }
        var lines = Line.wrapped(head, scene.veil.foreign(event.failure.message), width: width, indent: 0)
        lines += Line.wrapped(Line(), circumstances, .dim, width: width)
        if let asked = wish.words(scene.veil) {
            lines += Line.wrapped(Line("asked for ", .dim), asked, .dim, width: width, indent: 2)
        }
        if let remedy { return lines + [.empty, Line("What to do")] + remedy }
        guard !isBesideTries else { return lines }
        lines += [.empty, Line("What to check, in order")]
        for (index, check) in checks.enumerated() {
            lines += Line.wrapped(Line("  \(index + 1)  "), check, width: width)
        }
        return lines
    }

    /// It knows what was asked for, so nothing is guessed at where there is one.
    private var remedy: [Line]? {
        guard let text = event.failure.remedy else { return nil }
        let names = event.audiences.values.filter { $0.count > 3 }
        return RemedyText.lines(text, scene, names: names, indent: 2, width: width)
    }

    private var circumstances: String {
        var parts: [String] = []
        if let id = event.failure.requestID { parts.append("request \(scene.veil.reference(id))") }
        parts.append(event.took.measured)
        parts.append("attempt \(event.attempt)")
        let wait = scene.now.duration(to: scene.traffic.retryAt(after: event))
        parts.append(wait > .zero ? "next try in \(wait.phrase)" : "the next request tries again")
        if let serving = event.stillServing { parts.append("\(serving) goes on serving") }
        return parts.joined(separator: "   ")
    }

    /// The code without the suffix that the wire has and the documents have not.
    private var code: String {
        let code = event.failure.code
        return code.hasSuffix("Exception") ? String(code.dropLast("Exception".count)) : code
    }

    private var checks: [String] {
        switch (event.failure.kind, code) {
        case (.unconfigured, _):
            [
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set where jotop was started",
                "AWS_SESSION_TOKEN is set too, if they are temporary", "AWS_REGION names a region",
            ]
        case (_, "OutboundWebIdentityFederationDisabled"):
            [
                "outbound web identity federation is switched on in this account:",
                "aws iam enable-outbound-web-identity-federation, and STS follows some ten seconds later",
            ]
        case (_, "SessionDurationEscalation"):
            [
                "--token-duration is shorter than what is left of the role session",
                "newer credentials are at hand: the session they belong to is near its end",
            ]
        case (_, "JWTPayloadSizeExceeded"): ["fewer tags (--token-tag) or audiences are asked for"]
        case (_, "ExpiredToken"): ["the AWS credentials are renewed: they have expired"]
        case (_, "InvalidClientTokenId"), (_, "SignatureDoesNotMatch"):
            [
                "key, secret and session token belong together, and are copied whole",
                "the clock of this machine is right", "AWS_REGION and the endpoint belong together",
            ]
        case (.denied, _): policyChecks
        case (.unavailable, _):
            [
                "the STS endpoint of this region can be reached from here (network, proxy, firewall)",
                "AWS_ENDPOINT_URL_STS, if set, names a server that runs", "STS is not throttling this account",
            ]
        }
    }

    /// What was asked for: a condition of the policy may be about any of it.
    private var wish: TokenWish { scene.traffic.wish.of(event.audiences) }

    private var tagCheck: String? {
        guard let tags = wish.tags else { return "with --token-tag, the policy allows sts:TagGetWebIdentityToken too" }
        return tags.isEmpty ? nil : "the policy allows sts:TagGetWebIdentityToken too, for the tags"
    }

    private var policyChecks: [String] {
        let preflight = scene.keymap.anyKey(for: .preflight) ?? ":preflight"
        return [
            "the role policy allows sts:GetWebIdentityToken",
            "a condition on sts:IdentityTokenAudience lists \(scene.veil.foreign(event.audiences.description))",
            tagCheck,
            "no SCP, permission boundary or VPC endpoint policy denies it",
            "conditions on sts:DurationSeconds and sts:SigningAlgorithm accept what is asked",
            "outbound web identity federation is on in this account: \(preflight) looks",
        ].compactMap(\.self)
    }
}
