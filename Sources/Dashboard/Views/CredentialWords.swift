import ProxyCore

/// Events of the AWS credentials, and of AWS's clock, in the words of the list's last column.
struct CredentialWords {
    let scene: Scene

    func found(_ event: CredentialsResolved, replacing former: CredentialsResolved?) -> [String] {
        var parts = [change(event, former) + scene.veil.text(event.source)]
        if let principal = event.principal.flatMap({ Principal(arn: $0) }) {
            parts.append("\(scene.veil.foreign(principal.name))@\(scene.veil.foreign(principal.account))")
        }
        if let end = event.expires {
            parts.append(
                "end \(scene.time.clock(end)) (\(scene.traffic.facts.awsTime(at: event.time).duration(to: end).countdown))"
            )
        }
        return parts
    }

    private func change(_ event: CredentialsResolved, _ former: CredentialsResolved?) -> String {
        guard let former, former.source == event.source else { return former == nil ? "" : "now from " }
        return former.expires == event.expires ? "" : "renewed: "
    }

    func failed(_ event: CredentialsFailed) -> [String] {
        var parts = [scene.veil.text(event.source)]
        if let end = event.servingUntil { parts.append("those before serve until \(scene.time.minute(end))") }
        return parts + [scene.veil.text(event.message)]
    }

    func changed(_ event: PrincipalChanged) -> [String] {
        ["identity changed: \(name(event.former)) -> \(name(event.principal))", "tokens are renewed"]
    }

    private func name(_ arn: String) -> String { scene.veil.foreign(Principal(arn: arn)?.name ?? arn) }

    func ending(_ notice: CredentialWatch.Notice) -> [String] {
        let end = scene.time.clock(notice.end)
        guard !notice.isOver else { return ["credentials ended \(end)", "no newer ones"] }
        let left = notice.left.phrase
        return [
            "credentials end \(end) (\(left))", notice.failure == nil ? "no newer ones yet" : "their renewal fails",
        ]
    }

    func ceiling(_ notice: CeilingWatch.Notice) -> [String] {
        let forecast = notice.forecast
        let left = scene.traffic.facts.awsTime(at: notice.time).duration(to: forecast.ends).countdown
        return [
            "role session ends \(scene.time.clock(forecast.ends)) (\(left))",
            "next call for \(notice.handle) at \(scene.time.clock(forecast.at)): \(forecast.brief)",
        ]
    }

    func clock(_ event: ClockMeasured) -> [String] {
        let offset = ClockOffset(event.offset)
        guard offset.judgement != .fine else { return [offset.sentence] }
        return [offset.sentence, event.isCorrected ? "corrected in signing" : "not corrected in signing"]
    }
}
