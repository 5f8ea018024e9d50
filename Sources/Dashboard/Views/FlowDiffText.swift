import Canvas
import ProxyCore

/// What differs between two requests: their heads, their answers, their tokens and their times.
struct FlowDiffText {
    private let former: FlowID
    private let latter: FlowID
    private let scene: Scene
    private let width: Int

    init(_ former: FlowID, _ latter: FlowID, _ scene: Scene, width: Int) {
        self.former = former
        self.latter = latter
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        let flows = scene.traffic.flows
        guard let old = flows.record(of: former), let new = flows.record(of: latter) else {
            return [Line("\(former) or \(latter) is not kept any more: there is nothing to compare.")]
        }
        let diff = FlowDiff(old, new, scene.veil)
        let sections = [("request", diff.request), ("answer", diff.answer), ("time", diff.time)]
        let labelWidth = min(24, (sections.flatMap { $0.1 }.map(\.name.count).max() ?? 0) + 2)
        var lines = heading(old) + heading(new)
        lines.append(Line(diff.changes == 0 ? "Nothing differs but times." : diff.changes.counted("difference") + "."))
        for (title, entries) in sections where !entries.isEmpty {
            lines += [.empty, Line(title, .dim)] + entries.flatMap { self.lines(of: $0, labelWidth) }
        }
        return lines + [.empty] + tokens(old, new)
    }

    private func heading(_ record: FlowRecord) -> [Line] {
        let time = scene.time.clock(record.start.time, milliseconds: true)
        let target = FlowTarget(record.start, scene.veil).text
        return Line.wrapped(Line("\(record.id)  ", .key), "\(target)  \(record.statusText)  \(time)", width: width)
    }

    private func lines(of entry: FlowDiff.Entry, _ labelWidth: Int) -> [Line] {
        var head = Line(" \(Self.sign(of: entry)) ", entry.isSame ? .dim : .info)
        head.add(scene.veil.text(entry.name), entry.isSame ? .dim : .text)
        head.pad(to: 3 + labelWidth)
        guard !entry.isSame else { return Line.wrapped(head, entry.new ?? "", .dim, width: width) }
        return ChangeText(width: width).lines(head, entry.old ?? "(not there)", entry.new ?? "(gone)")
    }

    private static func sign(of entry: FlowDiff.Entry) -> String {
        entry.isSame ? " " : entry.old == nil ? "+" : entry.new == nil ? "-" : "~"
    }

    /// The claims of both tokens, where they carried two.
    private func tokens(_ old: FlowRecord, _ new: FlowRecord) -> [Line] {
        let sent = [old, new].map { $0.known?.token?.id }
        guard let one = sent[0], let other = sent[1] else {
            let without = zip([old, new], sent).filter { $0.1 == nil }.map { "\($0.0.id)" }
            return [Line("No token was sent by \(without.joined(separator: " and ")).")]
        }
        guard one != other else { return [Line("Both carried \(one): every claim is the same.")] }
        return [Line("token", .dim)] + DiffText(one, other, scene, width: width).lines
    }
}
