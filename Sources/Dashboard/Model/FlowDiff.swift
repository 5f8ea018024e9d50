import ProxyCore

/// Two flows side by side: what was asked, what came back, and where the time went.
struct FlowDiff: Sendable {
    struct Entry: Sendable, Equatable {
        let name: String
        /// nil where the flow has nothing of the kind.
        let old: String?
        let new: String?
        /// By the values themselves: what is shown of them may look alike.
        let isSame: Bool
    }

    let request: [Entry]
    let answer: [Entry]
    let time: [Entry]

    init(_ former: FlowRecord, _ latter: FlowRecord, _ veil: Veil) {
        let pair = Pair(former: former, latter: latter)
        request = Self.request(pair, veil)
        answer = Self.answer(pair, veil)
        time = Self.time(pair)
    }

    private static func request(_ pair: Pair, _ veil: Veil) -> [Entry] {
        let head = [
            pair.entry("method") { $0.start.method }, pair.entry("host", veil.host) { $0.start.host },
            pair.entry("path", veil.path) { $0.start.path },
            pair.entry("audience", veil.foreign) { $0.start.audiences?.description },
            pair.entry("token") { $0.known?.token.map { "\($0.id)  sha256:\($0.print)" } },
        ]
        let body = pair.entry("body") { $0.known.map { $0.requestBytes.bytes } }
        return head.compactMap(\.self) + pair.fields(veil) { $0.known?.request } + [body].compactMap(\.self)
    }

    private static func answer(_ pair: Pair, _ veil: Veil) -> [Entry] {
        let head = [
            pair.entry("status") { $0.statusText },
            pair.entry("error", veil.text) { $0.end?.error.map { "\($0.code.rawValue): \($0.detail)" } },
        ]
        let body = [
            pair.entry("body") { $0.known.map { $0.responseBytes.bytes } },
            pair.entry("body begins", veil.foreign) { $0.known?.response.flatMap(Self.beginning) },
        ]
        return head.compactMap(\.self) + pair.fields(veil) { $0.known?.response } + body.compactMap(\.self)
    }

    private static func time(_ pair: Pair) -> [Entry] {
        [
            pair.entry("left when sent") { $0.known?.token?.lifeLeft.countdown },
            pair.entry("accept") { $0.known?.durations.accept?.measured },
            pair.entry("token") { $0.known?.durations.token?.measured },
            pair.entry("connect") { $0.known?.durations.connect?.measured },
            pair.entry("send") { $0.known?.durations.send?.measured },
            pair.entry("upstream") { $0.known?.durations.wait?.measured },
            pair.entry("body") { $0.known?.durations.receive?.measured },
            pair.entry("total") { $0.end?.durations.total.measured },
        ].compactMap(\.self)
    }

    /// What differs besides times.
    var changes: Int { (request + answer).count { !$0.isSame } }

    private static let beginningLength = 200

    private static func beginning(of message: MessageCapture) -> String? {
        guard !message.bodyPrefix.isEmpty else { return nil }
        return String(decoding: message.bodyPrefix.prefix(beginningLength), as: UTF8.self)
    }
}

extension FlowDiff {
    private struct Pair {
        let former: FlowRecord
        let latter: FlowRecord

        /// nil where neither has anything of the kind.
        func entry(
            _ name: String, _ written: (String) -> String = { $0 }, _ value: (FlowRecord) -> String?
        ) -> Entry? {
            let (old, new) = (value(former), value(latter))
            guard old != nil || new != nil else { return nil }
            return Entry(name: name, old: old.map(written), new: new.map(written), isSame: old == new)
        }

        /// Told as the token and as the upstream that they are.
        private static let toldApart: Set<String> = ["authorization", "host"]

        /// The fields that were on the wire, in the order of the former message.
        func fields(_ veil: Veil, _ message: (FlowRecord) -> MessageCapture?) -> [Entry] {
            let messages = [message(former), message(latter)].compactMap(\.self)
            guard messages.count == 2 else { return [] }
            var names: [String] = []
            for field in messages.flatMap(\.fields) where field.change != .removed {
                let name = field.name.lowercased()
                if !Self.toldApart.contains(name), !names.contains(name) { names.append(name) }
            }
            return names.compactMap { name in
                entry(name, veil.foreign) { record in
                    let values = message(record)?.values(of: name) ?? []
                    return values.isEmpty ? nil : values.joined(separator: ", ")
                }
            }
        }
    }
}
