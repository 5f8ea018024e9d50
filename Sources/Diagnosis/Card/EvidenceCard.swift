import ProxyCore

/// One paste for whoever runs the upstream: what was sent, what came back, and what to look at there.
/// What is known to be a secret was taken out before: whether there is another is for whoever pastes it to judge.
///
/// The two sides compare the token's SHA-256, so neither has to send one.
package struct EvidenceCard: Sendable {
    private let evidence: Evidence
    private let diagnosis: Diagnosis
    private let digest: String?

    /// - Parameter digest: the whole SHA-256 of the compact token in hex; without it, the print is given.
    package init(_ evidence: Evidence, digest: String? = nil) {
        self.evidence = evidence
        self.digest = digest
        diagnosis = Diagnosis(evidence)
    }

    /// - Parameters:
    ///   - level: the hide level, which the card names: nobody shall take an alias for a host.
    ///   - address: host and path, as they may be shown at that level; nil: as they are.
    ///   - shown: how other foreign text is written at that level.
    package func text(hideLevel level: Int, address: String? = nil, _ shown: (String) -> String = { $0 }) -> String {
        let request = "\(flow.start.method) " + (address.map { scheme + $0 } ?? self.address)
        let sections =
            [head(level), fault, Section(name: "request", texts: ["\(word: Self.oneLine(request))"])] + found
        return sections.flatMap { $0.lines { Self.oneLine(shown($0)) } }.joined(separator: "\n") + "\n"
    }

    private var address: String {
        flow.start.host.map { "\(scheme)\($0)\(flow.start.path)" } ?? "\(flow.start.path) (no upstream)"
    }

    /// `https://`; nothing where there is no upstream, or where nobody told how upstreams are spoken to.
    private var scheme: String {
        guard flow.start.host != nil, let scheme = evidence.scheme else { return "" }
        return "\(scheme.rawValue)://"
    }

    /// Control characters and invisible ones would make the card say something else than it shows.
    private static func oneLine(_ text: String) -> String {
        String(JSONValue.quote(text).dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}

// MARK: - Sections

extension EvidenceCard {
    /// A name, and the lines beside it.
    private struct Section {
        let name: String
        let texts: [EvidenceText]

        func lines(_ shown: (String) -> String) -> [String] {
            texts.enumerated().map { index, text in
                let head = index == 0 ? name : ""
                return head + String(repeating: " ", count: 11 - head.count) + text.written(shown)
            }
        }
    }

    private var flow: FlowEnd { evidence.flow }

    private var found: [Section] { [answer, token, history, bisect, cause, questions] }

    private func head(_ level: Int) -> Section {
        let start = flow.start
        return Section(
            name: "jotop",
            texts: [
                "evidence   flow \(word: "\(start.id.number)")   \(word: start.time.rfc3339)   no secret was found in it   hide level \(level)"
            ])
    }

    private var fault: Section { Section(name: "fault", texts: [diagnosis.fault].compactMap(\.self)) }

    private var answer: Section {
        let status = flow.status.map { "\($0)" } ?? "none"
        var first: EvidenceText = "\(word: status) in \(word: "\(flow.durations.total.milliseconds)") ms"
        if let error = flow.error { first = first + "   by the sender itself: \(word: error.code.rawValue)" }
        if let date = flow.response?.values(of: "date").first {
            let skew = Skew(evidence).map { skew -> EvidenceText in
                let sign = skew.ofUpstream < .zero ? "-" : "+"
                return " (\(word: sign)\(span: max(skew.ofUpstream, .zero - skew.ofUpstream)) from sender)"
            }
            first = first + "   upstream Date \(foreign: date)" + (skew ?? "")
        }
        let challenges = flow.response?.values(of: "www-authenticate") ?? []
        return Section(
            name: "answer", texts: [first] + challenges.map { "WWW-Authenticate: \(foreign: $0)" } + references)
    }

    /// The ids by which the other side finds the request in its log.
    private var references: [EvidenceText] {
        [
            "x-request-id", "x-amzn-requestid", "apigw-requestid", "x-amzn-trace-id", "cf-ray", "traceparent",
            "x-correlation-id",
        ]
        .flatMap { name in
            (flow.response?.values(of: name) ?? []).map { "\(word: name) \(foreign: $0)" as EvidenceText }
        }
    }

    private var token: Section {
        guard let sent = flow.token else { return Section(name: "token", texts: ["none was sent"]) }
        let print: EvidenceText =
            digest.map { "sha256 \(word: $0)" } ?? "sha256 \(word: sent.print)… (first six digits)"
        guard let facts = evidence.token else {
            return Section(name: "token", texts: ["\(print)   \(sent.length) B   its claims are not kept any more"])
        }
        return Section(
            name: "token",
            texts: [
                "\(print)   alg \(foreign: facts.algorithm ?? "-")   kid \(foreign: facts.keyID ?? "-")",
                "iss \(foreign: facts.issuer ?? "-")", "aud \(foreign: facts.audiences.description)",
                "sub \(foreign: facts.subject ?? "-")",
                "iat \(time: facts.issuedAt)   exp \(time: facts.expiresAt)   \(.life(sent.lifeLeft)) when sent",
                "signature: \(signature)",
            ])
    }

    private var signature: EvidenceText {
        guard let check = evidence.verification else { return "not verified by the sender" }
        return switch check.verdict {
        case .valid: "verified by the sender at \(time: check.time) with the issuer's keys"
        case .invalid: "not good by the sender's check: \(foreign: check.detail ?? "-")"
        case .unchecked: "not verified by the sender"
        }
    }

    private var history: Section {
        guard let history = evidence.history, let status = evidence.upstreamStatus else {
            return Section(name: "history", texts: [])
        }
        return Section(
            name: "history", texts: [tally(history, status), lastAccepted(history), otherAccepted].compactMap(\.self))
    }

    /// How often the same came of it. Of other refusals than 401 and 403 no count is kept.
    private func tally(_ history: AudienceHistory, _ status: Int) -> EvidenceText {
        guard let same = history.count(of: status) else {
            return "\(history.accepted) of \(history.answers) requests with this audience got a 2xx"
        }
        return "\(same) of \(history.answers) requests with this audience got \(word: "\(status)")"
    }

    private func lastAccepted(_ history: AudienceHistory) -> EvidenceText {
        guard let last = history.lastAccepted else { return "no 2xx with this audience from this host is known" }
        return
            "last 2xx with this audience from this host \(time: last.time) with \(last.sent.id) (sha256 \(word: last.sent.print)…)"
    }

    /// What the host answered to other audiences: without it, it would seem to refuse everybody.
    private var otherAccepted: EvidenceText? {
        guard let last = evidence.hostAccepted else { return "no 2xx with another audience from this host is known" }
        guard last.audiences != flow.start.audiences else { return nil }
        return
            "last 2xx from this host \(time: last.time) with another audience: \(foreign: last.audiences.description) (\(last.sent.id))"
    }

    /// What replays with other credentials were answered.
    private var bisect: Section {
        guard let report = evidence.bisect, report.phase == .complete else { return Section(name: "bisect", texts: []) }
        let answers = report.answers.map { "\($0.step.rawValue) \($0.status.map(String.init) ?? "-")" }
        return Section(
            name: "bisect",
            texts: ["\(word: answers.joined(separator: ", "))"]
                + BisectReading(report).verdicts.map { "\($0.sentence)" as EvidenceText })
    }

    private var cause: Section {
        guard let sentence = diagnosis.sentence, let cause = diagnosis.cause else {
            return Section(name: "likely", texts: [])
        }
        return Section(name: "likely", texts: ["\(word: cause.rawValue): \(sentence)"])
    }

    private var questions: Section {
        let asked = CardQuestions(evidence, diagnosis.cause, hasDigest: digest != nil).questions
        return Section(name: "questions", texts: asked.enumerated().map { "\($0 + 1) \($1)" as EvidenceText })
    }
}

extension EvidenceText {
    /// The whole, times in UTC, what is foreign as it may be shown.
    fileprivate func written(_ shown: (String) -> String) -> String {
        parts.map { part in
            switch part {
            case .words(let text): text
            case .foreign(let text): shown(text)
            case .moment(let time): time.clock(offset: 0) + "Z"
            }
        }.joined()
    }
}
