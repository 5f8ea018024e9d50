import Canvas
import ProxyCore

/// What is told of the AWS credentials: found, renewed, not to be had, near their end; and of AWS's clock.
struct CredentialsText {
    let scene: Scene
    let width: Int

    func found(_ event: CredentialsResolved, replacing former: CredentialsResolved?) -> [Line] {
        var lines = Line.wrapped(label("source"), scene.veil.text(event.source), width: width)
        if let principal = event.principal {
            lines += Line.wrapped(label("principal"), scene.veil.foreign(principal), width: width)
        }
        if let region = event.region { lines.append(label("region").adding(region)) }
        lines.append(label("end").adding(moment(event.expires)))
        if let former, former.expires != event.expires || former.source != event.source {
            lines += Line.wrapped(
                label("replace"), "\(scene.veil.text(former.source)), end \(moment(former.expires))", width: width)
        }
        return lines
    }

    func failed(_ event: CredentialsFailed) -> [Line] {
        var lines = Line.wrapped(
            Line(event.source, .error).adding(": "), scene.veil.text(event.message), width: width, indent: 0)
        if let end = event.servingUntil {
            let (verb, distance) = now < end ? ("serve", ", \(distance(end))") : ("served", "")
            lines += Line.wrapped(
                Line(), "Those found before \(verb) until \(scene.time.clock(end))\(distance).", width: width)
        } else {
            lines += Line.wrapped(Line(), "There are none to fall back on: no token can be asked for.", width: width)
        }
        guard let remedy = event.remedy else { return lines }
        return lines + [.empty, Line("What to do")]
            + RemedyText.lines(remedy, scene, indent: 2, width: width)
    }

    func changed(_ event: PrincipalChanged) -> [Line] {
        Line.wrapped(label("former"), scene.veil.foreign(event.former), width: width)
            + Line.wrapped(label("principal"), scene.veil.foreign(event.principal), width: width) + [.empty]
            + Line.wrapped(
                Line(), "Tokens of the former one go on serving until their next use has brought a new one.",
                width: width)
    }

    func ending(_ notice: CredentialWatch.Notice) -> [Line] {
        var lines = Line.wrapped(label("source"), scene.veil.text(notice.source), width: width)
        lines.append(label("end").adding(moment(notice.end)))
        let newer = notice.failure.map { scene.veil.text($0) } ?? "none have been found yet"
        lines += Line.wrapped(label("newer ones"), newer, width: width)
        let text =
            notice.isOver
            ? "No token can be asked for until there are new ones; tokens that live go on serving."
            : "No token may outlive them: those asked for now are capped."
        return lines + [.empty] + Line.wrapped(Line(), text, width: width)
    }

    func clock(_ event: ClockMeasured) -> [Line] {
        let offset = ClockOffset(event.offset)
        var lines = [Line(offset.sentence.capitalizedFirst + ".", offset.role)]
        guard offset.judgement != .fine else { return lines }
        let signing = event.isCorrected ? "Signatures are corrected by it." : "Signatures are not corrected by it."
        lines.append(Line(signing))
        guard offset.judgement != .near else { return lines }
        let remedy = "Set this machine's clock: timedatectl set-ntp true, or chronyc makestep."
        return lines + [.empty] + Line.wrapped(Line(), remedy, width: width)
    }

    private var now: WallTime { scene.traffic.facts.awsTime(at: scene.now) }

    /// Of AWS's moments, by AWS's clock.
    private func distance(_ time: WallTime) -> String { Timekeeping.distance(from: now, to: time) }

    private func moment(_ time: WallTime?) -> String {
        time.map { "\(scene.time.clock($0))   \(distance($0))" } ?? "none known"
    }

    private func label(_ name: String) -> Line { Line(name, .dim).padded(to: 12) }
}

extension String {
    /// The same as the beginning of a sentence.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
