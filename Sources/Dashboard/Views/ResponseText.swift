import Canvas
import Diagnosis
import ProxyCore

/// The answer's head, and the beginning of its body where that tells of a problem.
struct ResponseText {
    let record: FlowRecord
    let scene: Scene
    let width: Int

    var lines: [Line] {
        guard let end = record.known, record.end != nil || end.status != nil else { return [Line("No answer yet.")] }
        var lines: [Line] = []
        if record.isInFlight { lines.append(Line("so far; the answer is still coming", .dim)) }
        if let error = end.error { lines += ownWords(error, end) }
        guard let response = end.response else {
            if end.error == nil { lines.append(Line("The head of this answer was not kept.")) }
            return lines
        }
        if !lines.isEmpty { lines.append(.empty) }
        lines.append(Line(scene.veil.foreign(response.startLine), record.isProblem ? .error : .text))
        lines += response.fields.flatMap {
            FieldText(field: $0, aside: clockNote($0, end), scene: scene, width: width).lines
        }
        lines.append(.empty)
        lines += body(end, response)
        return lines
    }

    /// How far the upstream's clock is from this machine's, by a `Date` of whole seconds.
    private func clockNote(_ field: CapturedField, _ end: FlowEnd) -> String? {
        guard field.name.lowercased() == "date", record.end != nil, let date = HTTPDate.time(field.value) else {
            return nil
        }
        // The head came before the body did.
        let head = end.time.advanced(by: .zero - (end.durations.receive ?? .zero))
        let ahead = WallTime(seconds: head.seconds).duration(to: date)
        let distance = ahead < .zero ? .zero - ahead : ahead
        guard distance > .seconds(2) else { return "within 2s of this machine" }
        return "\(distance.phrase) \(ahead < .zero ? "behind" : "ahead of") this machine"
    }

    /// What came of jotop itself: its own answer, or the break in the upstream's.
    private func ownWords(_ error: ProxyError, _ end: FlowEnd) -> [Line] {
        if end.isBrokenOff { return BrokenOffText(error, end, scene, width: width).lines }
        if error.code == .clientGone { return [end.departure] }
        return [
            Line("answered by jotop itself: ").adding(error.code.rawValue, .error), Line("  \(error.code.body)"),
        ]
    }

    private func body(_ end: FlowEnd, _ response: MessageCapture) -> [Line] {
        let prefix = response.bodyPrefix
        let size = end.responseBytes > 0 ? "body \(end.responseBytes.bytes)" : record.isInFlight ? "" : "no body"
        guard !prefix.isEmpty else {
            let isKept = (end.status ?? 0) >= 400
            return [Line(end.responseBytes > 0 && !isKept ? "\(size), not kept: only 4xx and 5xx are" : size, .dim)]
        }
        let note = prefix.count < end.responseBytes ? "\(size), its first \(prefix.count.bytes):" : "\(size):"
        return [Line(note, .dim)] + BodyText.lines(response, scene, indent: 2, width: width)
    }
}
