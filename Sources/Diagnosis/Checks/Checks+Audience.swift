import ProxyCore

extension Checks {
    var audience: Finding? {
        let name = flow.start.audiences?.description ?? "-"
        if let statement = blamed(.audience) {
            return Finding(
                .evidence, .audience, "\(foreign: name)   \(said(statement))", more: accepted ?? tally,
                aside: accepted == nil ? nil : tally, action: .audience)
        }
        guard evidence.isAnswered else {
            return Finding(.none, .audience, "\(foreign: name)   no answer to judge it by")
        }
        guard evidence.isRefused else {
            return Finding(.none, .audience, "\(foreign: name)   nothing was held against it")
        }
        if let other = preferredAudience {
            return Finding(
                .evidence, .audience, "\(foreign: name)   this host answered \(foreign: other.description) with a 2xx",
                more: tally, action: .audience)
        }
        if evidence.upstreamStatus == 401, evidence.history?.accepted ?? 0 > 0 {
            return Finding(.fine, .audience, "\(foreign: name)   accepted before", more: tally)
        }
        // However often it was refused: nobody has said that it was for the audience.
        return Finding(
            .unknown, .audience, "\(foreign: name)   what the upstream expects is not known here", more: tally,
            action: .audience)
    }

    /// The audience that this host takes, where it has never taken this one.
    private var accepted: EvidenceText? {
        guard evidence.isNeverAccepted, let other = evidence.otherAccepted else { return nil }
        return "this host answered \(foreign: other.description) with a 2xx"
    }

    /// Another audience that this host takes, where it has never taken this one and has named no other reason.
    private var preferredAudience: AudienceSet? {
        guard evidence.isNeverAccepted, words.only == nil, !words.wantsOtherScheme else { return nil }
        return evidence.otherAccepted
    }

    /// `5 of 5 with B1 got 401, never a 2xx`
    private var tally: EvidenceText? {
        guard let status = evidence.upstreamStatus, evidence.isRefused, let history = evidence.history else {
            return nil
        }
        if history.accepted == 0 {
            if let token = history.token(sent.print), let same = token.count(of: status),
                token.answers == history.answers
            {
                return "\(same) of \(token.answers) with \(token.id) got \(word: "\(status)"); never a 2xx"
            }
            guard let same = history.count(of: status) else { return nil }
            return "\(same) of \(history.answers) with this audience got \(word: "\(status)"); never a 2xx"
        }
        guard let same = history.count(of: status) else { return nil }
        return "\(same) of \(history.answers) with this audience got \(word: "\(status)"), \(history.accepted) a 2xx"
    }
}
