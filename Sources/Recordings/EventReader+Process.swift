import ProxyCore

extension EventReader {
    static func processEvent(_ type: String, _ line: Members) throws(Members.Fault) -> ProxyEvent? {
        let time = try line.time("time")
        switch type {
        case "listening":
            return .listening(
                Listening(
                    time: time, address: try line.string("address"), upstream: try line.string("upstream"),
                    isEncrypted: try line.optionalString("scheme") == "https",
                    metrics: try line.optionalString("metrics"),
                    upstreamScheme: try line.optionalString("upstream_scheme").flatMap { .init(rawValue: $0) }))
        case "certificate.changed":
            return .tls(TLSNotice(time: time, .certificateChanged(ends: try line.time("expires"))))
        case "certificate.failed":
            return .tls(TLSNotice(time: time, .certificateKept(reason: try line.string("error"))))
        case "certificate.invalid":
            return .tls(TLSNotice(time: time, .certificateInvalid(reason: try line.string("error"))))
        case "handshake.failed":
            return .tls(TLSNotice(time: time, .handshakeFailed(reason: try line.string("error"))))
        case "credentials.resolved":
            return .credentialsResolved(
                CredentialsResolved(
                    time: time, source: try line.string("source"), expires: try line.optionalTime("expires"),
                    isTemporary: try line.flag("temporary"), region: try line.optionalString("region"),
                    principal: try line.optionalString("principal")))
        case "credentials.failed":
            return .credentialsFailed(
                CredentialsFailed(
                    time: time, source: try line.string("source"), message: try line.string("error"),
                    remedy: try line.optionalString("remedy"), servingUntil: try line.optionalTime("serving_until")))
        case "credentials.principal_changed":
            return .principalChanged(
                PrincipalChanged(
                    time: time, former: try line.string("former"), principal: try line.string("principal")))
        case "clock.measured":
            // A log is told only of a clock that is alarming.
            let isAlarming = line["alarming"] == nil ? true : try line.flag("alarming")
            return .clockMeasured(
                ClockMeasured(
                    time: time, offset: try line.duration("offset"), isCorrected: try line.flag("corrected"),
                    isAlarming: isAlarming))
        case "minting.on", "minting.off":
            return .mintingSwitched(MintingSwitched(time: time, isOn: type == "minting.on"))
        case "audience.changed":
            return .audienceChanged(
                AudienceChanged(
                    time: time, host: try line.string("host"), audiences: try line.optionalAudiences("audience")))
        case "preflight.progressed":
            return .preflightProgressed(
                PreflightReport(time: time, checks: try checks(line), isComplete: try line.flag("complete")))
        default: return nil
        }
    }

    private static func checks(_ line: Members) throws(Members.Fault) -> [PreflightCheck] {
        guard case .array(let values) = line["checks"] else {
            throw Members.Fault(name: "checks", expected: "a list")
        }
        var checks: [PreflightCheck] = []
        for value in values {
            let check = try Members(value, "checks")
            checks.append(
                PreflightCheck(
                    try check.word("step"), try check.word("verdict"), try check.string("text"),
                    remedy: try check.optionalString("remedy"), took: try check.optionalDuration("duration")))
        }
        return checks
    }
}
