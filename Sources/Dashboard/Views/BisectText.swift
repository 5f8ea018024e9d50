import Canvas
import Diagnosis
import ProxyCore

/// A bisect as a table: what each replay carried, what it was answered, and what that says; below it, what they say together.
struct BisectText {
    private let report: BisectReport?
    private let flow: FlowID
    private let scene: Scene
    private let width: Int

    init(_ flow: FlowID, _ scene: Scene, width: Int) {
        report = scene.traffic.bisect(of: flow)
        self.flow = flow
        self.scene = scene
        self.width = width
    }

    static func title(_ flow: FlowID, _ scene: Scene) -> String {
        let target = scene.traffic.flows.record(of: flow).map { "  \(FlowTarget($0.start, scene.veil).text)" } ?? ""
        return "bisect \(flow)\(target)"
    }

    var lines: [Line] {
        guard let report else { return [Line("Waiting for the engine.")] }
        let reading = BisectReading(report)
        return [head] + BisectStep.allCases.flatMap { row($0, report, reading) } + [.empty] + summary(report, reading)
    }

    // MARK: - Rows

    /// Where the columns begin.
    private static let (sent, answer, reading) = (20, 42, 58)

    /// Whether there is room for the reading beside the answer; else it has a line of its own.
    private var hasColumn: Bool { width >= Self.reading + 16 }

    private var head: Line {
        var line = Line(" variant", .header).padded(to: Self.sent).adding("sent", .header).padded(to: Self.answer)
        line.add("answer", .header)
        line.pad(to: Self.reading - 7)
        line.add("    ms", .header)
        return hasColumn ? line.padded(to: Self.reading).adding("reading", .header) : line
    }

    private func row(_ step: BisectStep, _ report: BisectReport, _ reading: BisectReading) -> [Line] {
        var line = Line(" \(step.number) \(step.words)", report[step] == nil ? .dim : .text).padded(to: Self.sent)
        guard let answer = report[step] else { return [line.adding(pending(step, report), .dim)] }
        line.add(sent(answer))
        line.pad(to: Self.answer)
        line.add(answer.status.map(String.init) ?? "-", answer.status.map { $0 >= 400 } == true ? .error : .text)
        let took = answer.flow == nil ? "" : answer.took.column
        line.pad(to: Self.reading - 1 - took.count)
        line.add(took)
        let isAlarming = step == .brokenSignature && reading.outcome(step) == .passed
        let words = answer.fault.map { scene.veil.foreign($0) } ?? reading.words(step).text(scene)
        let role = isAlarming ? Role.error : .text
        guard hasColumn else { return [line] + Line.wrapped(Line("   "), words, role, width: width) }
        return Line.wrapped(line.padded(to: Self.reading), words, role, width: width)
    }

    private func sent(_ answer: BisectAnswer) -> String {
        guard let token = answer.token else { return answer.flow == nil ? "not sent" : "-" }
        let print = answer.print.map { $0.filter { $0 != "*" } } ?? ""
        return switch answer.step {
        case .brokenSignature: "\(token)* last byte flipped"
        case .freshToken: "\(token)  \(print) (new)"
        case .asSent, .noToken: "\(token)  \(print)"
        }
    }

    private func pending(_ step: BisectStep, _ report: BisectReport) -> String {
        switch report.phase {
        case .sending(step): step == .freshToken ? "asking STS, sending..." : "sending..."
        case .waiting(step): "in a second"
        case .stopped: "not sent"
        case .sending, .waiting, .complete: "-"
        }
    }

    // MARK: - Together

    private func summary(_ report: BisectReport, _ reading: BisectReading) -> [Line] {
        let back = scene.keymap.key(for: .back, in: .reader)
        switch report.phase {
        case .complete: return reading.verdicts.flatMap { verdict($0) } + notes
        case .stopped: return [Line("Stopped: no reading.", .warn)]
        case .sending, .waiting:
            return [Line("Each replay goes through the engine, is in no count, and waits a second.", .dim)]
                + (back.map { [Line("\($0)", .key).adding(" stops it", .dim)] } ?? [])
        }
    }

    private func verdict(_ verdict: BisectVerdict) -> [Line] {
        let role = verdict.standing.role
        let head = Line(verdict.standing.rawValue, role).adding(" ")
        let rest = verdict.consequence.map { ". \($0.text(scene))" } ?? ""
        return Line.wrapped(head, verdict.sentence.text(scene) + rest + ".", width: width)
    }

    private var notes: [Line] {
        [.empty] + Line.wrapped(Line(), "The replays are rows of their own: is:replay lists them.", .dim, width: width)
    }
}

extension BisectStep {
    /// Its name in the table.
    var words: String {
        switch self {
        case .asSent: "as sent"
        case .noToken: "no Authorization"
        case .freshToken: "fresh token"
        case .brokenSignature: "broken signature"
        }
    }
}
