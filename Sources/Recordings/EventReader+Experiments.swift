import ProxyCore

extension EventReader {
    static func experimentEvent(_ type: String, _ line: Members) throws(Members.Fault) -> ProxyEvent? {
        switch type {
        case "bisect.progressed", "bisect.completed": .bisectProgressed(try report(line))
        case "replay.refused":
            .replayRefused(
                ReplayRefused(
                    time: try line.time("time"), flow: try flow(line), isBisect: try line.flag("bisect"),
                    reason: try line.string("reason")))
        default: nil
        }
    }

    static func verified(_ line: Members) throws(Members.Fault) -> TokenVerified {
        TokenVerified(
            audiences: try line.audiences(), token: try token(line), print: try line.optionalString("print"),
            flow: try line.optionalFlow("flow"), check: try check(line))
    }

    private static func check(_ line: Members) throws(Members.Fault) -> SignatureCheck {
        SignatureCheck(
            time: try line.time("time"), verdict: try line.word("verdict"),
            fault: try line.optional("error", "a fault") {
                $0.string.flatMap(SignatureCheck.Fault.init(rawValue:))
            },
            detail: try line.optionalString("detail"), remedy: try line.optionalString("remedy"),
            keyID: try line.optionalString("kid"), issuer: try line.optionalString("issuer"), keys: try keys(line))
    }

    private static func keys(_ line: Members) throws(Members.Fault) -> SignatureCheck.Keys? {
        guard let address = try line.optionalString("keys") else { return nil }
        return SignatureCheck.Keys(address: address, age: try line.optionalDuration("keys_age") ?? .zero)
    }

    static func replay(_ line: Members) throws(Members.Fault) -> FlowReplay? {
        guard let original = try line.optionalFlow("replay_of") else { return nil }
        return FlowReplay(of: original, step: try step(line, "replay_step"))
    }

    private static func report(_ line: Members) throws(Members.Fault) -> BisectReport {
        let step = try step(line, "step")
        let phase = try line.required("phase", "a phase") { value in
            value.string.flatMap { BisectReport.Phase(name: $0, step: step) }
        }
        return BisectReport(
            time: try line.time("time"), flow: try flow(line), host: try line.string("host"),
            status: try line.optionalCount("status"), answers: try answers(line), phase: phase,
            readings: try readings(line))
    }

    private static func answers(_ line: Members) throws(Members.Fault) -> [BisectAnswer] {
        guard case .array(let values) = line["answers"] else {
            throw Members.Fault(name: "answers", expected: "a list")
        }
        var answers: [BisectAnswer] = []
        for value in values {
            let answer = try Members(value, "answers")
            answers.append(
                BisectAnswer(
                    step: try answer.word("step"), flow: try answer.optionalFlow("flow"),
                    token: try answer.optionalToken("handle"), print: try answer.optionalString("print"),
                    lifeLeft: try answer.optionalDuration("life_left"), status: try answer.optionalCount("status"),
                    took: try answer.duration("duration"),
                    said: try answer.optionalString("said"), traits: try traits(answer),
                    fault: try answer.optionalString("fault")))
        }
        return answers
    }

    private static func traits(_ answer: Members) throws(Members.Fault) -> AnswerTraits? {
        guard let length = try answer.optionalCount("body_bytes"), let mark = try answer.optionalString("body_mark")
        else { return nil }
        return AnswerTraits(
            challenge: try answer.optionalString("challenge"), bodyLength: length, bodyMark: mark)
    }

    private static func readings(_ line: Members) throws(Members.Fault) -> [String] {
        try line.optional("readings", "a list of words") { value -> [String]? in
            guard case .array(let words) = value else { return nil }
            return words.compactMap(\.string)
        } ?? []
    }

    private static func step(_ line: Members, _ name: String) throws(Members.Fault) -> BisectStep? {
        try line.optional(name, "a step") { $0.string.flatMap(BisectStep.init(rawValue:)) }
    }

    private static func flow(_ line: Members) throws(Members.Fault) -> FlowID {
        FlowID(UInt64(try line.count("flow")))
    }
}
