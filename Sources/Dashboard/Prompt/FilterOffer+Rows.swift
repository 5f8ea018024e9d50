import Canvas
import FlowFilter
import ProxyCore

extension FilterOffer {
    /// More of one kind than these are not read.
    private static let limit = 12

    /// - Parameter saved: the saved filters, the first being number 1.
    init(_ editor: LineEditor, traffic: Traffic, saved: [String]) {
        let completion = FilterCompletion(editor.text, cursor: editor.cursor)
        let values = Values(traffic: traffic, prefix: completion.prefix)
        switch completion.subject {
        case .value(let key):
            groups = [Group(title: key.meaning, entries: values.entries(for: key), range: completion.range)]
        case .term:
            groups = [
                Group(title: "keys", entries: Self.keys(completion.prefix), range: completion.range),
                // Before the hosts: on a small screen there is room for two groups, and hosts are in the rows anyway.
                Self.saved(saved, for: editor),
                Group(title: "hosts", entries: values.hosts, range: completion.range),
            ]
        }
        groups = groups.filter { !$0.entries.isEmpty }
    }

    /// A key as a term begins with it: `st:`, `ms>`.
    private static func keys(_ prefix: String) -> [Entry] {
        FilterKey.allCases.filter { prefix.isEmpty || $0.rawValue.hasPrefix(prefix.lowercased()) }.map { key in
            let sign = key.example.drop { $0.isLetter }.prefix(1)
            return Entry(key.rawValue + sign)
        }
    }

    /// On an empty line all of them, behind a number that one.
    private static func saved(_ saved: [String], for editor: LineEditor) -> Group {
        let line = editor.text.filter { $0 != " " }
        let entries = saved.enumerated().filter { index, _ in line.isEmpty || line == String(index + 1) }
        return Group(
            title: "saved", entries: entries.map { Entry($0.element, label: "\($0.offset + 1)") },
            range: 0..<editor.characters.count)
    }

    /// What the rows have to offer, counted.
    private struct Values {
        let traffic: Traffic
        let prefix: String

        var hosts: [Entry] { entries(for: .host).map { Entry("host:" + $0.text, count: $0.count) } }

        func entries(for key: FilterKey) -> [Entry] {
            switch key {
            case .host: return counted { [$0.start.host] }
            case .m: return counted { [$0.start.method] }
            case .st:
                return starting(["2xx", "3xx", "4xx", "5xx", "..."]) + counted { [$0.known?.status.map { String($0) }] }
            case .aud: return counted { $0.start.audiences?.values ?? [] }
            case .err: return counted { [$0.end?.error?.code.rawValue] }
            case .tok:
                let tokens = traffic.tokens.rows.compactMap { $0.newest?.id.description ?? $0.handle.description }
                return starting(TokenPattern.uses.map(\.word) + tokens)
            case .is: return starting(FilterTrait.allCases.map(\.rawValue))
            case .since, .left, .age: return starting(["1m", "5m", "15m", "1h"])
            case .bytes: return starting(["1000", "100000"])
            case .uses: return starting(["0", "100"])
            case .ms, .tokms, .up: return starting(["100", "500", "1s", "10s"])
            case .print: return starting(traffic.tokens.rows.compactMap { $0.newest?.facts.print })
            // The name alone: what is offered is on the screen, where a hide level may hide the account.
            case .sub: return starting(Set(traffic.tokens.rows.compactMap { $0.newest.flatMap(Self.name) }).sorted())
            case .gen, .id, .path, .jti, .kid: return []
            }
        }

        private static func name(_ token: TokenGeneration) -> String? {
            token.facts.subject.flatMap { Principal(arn: $0)?.name }
        }

        private func starting(_ words: [String]) -> [Entry] {
            words.filter { $0.lowercased().hasPrefix(prefix.lowercased()) }.prefix(FilterOffer.limit).map { Entry($0) }
        }

        /// The commonest first.
        private func counted(_ values: (FlowRecord) -> [String?]) -> [Entry] {
            let (flows, pattern) = (traffic.flows, TextPattern(prefix))
            var counts: [String: Int] = [:]
            for index in 0..<flows.keys.count {
                for case let text? in flows[flows.keys[index]].map(values) ?? [] { counts[text, default: 0] += 1 }
            }
            return counts.filter { pattern.matches($0.key) }
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .prefix(FilterOffer.limit).map { Entry(quoted($0.key), count: $0.value) }
        }

        private func quoted(_ text: String) -> String { text.contains { " |\"".contains($0) } ? "\"\(text)\"" : text }
    }
}
