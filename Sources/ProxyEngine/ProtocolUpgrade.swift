import HTTPWire

/// The change to another protocol on the same connection (RFC 9110, section 7.8): what is asked for, and what is agreed on.
enum ProtocolUpgrade {
    /// The protocols that a client asks for, in its words; nil if it asks for none.
    ///
    /// HTTP/2 (`h2c`) is never asked for: inside the tunnel each request would need a token of its own, and RFC 9113,
    /// section 3.1, has done away with it.
    static func asked(_ head: RequestHead) -> String? {
        guard isWanted(head) else { return nil }
        let names = names(head.fields).filter { $0.lowercased() != "h2c" }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// Whether a client wants to leave HTTP/1.1 on its connection, whatever for.
    static func isWanted(_ head: RequestHead) -> Bool {
        head.fields.contains(.upgrade) && head.version == .http1_1 && isOption(head.fields)
    }

    /// The protocol that both sides named; nil if the upstream's word makes no sense.
    static func agreed(_ answer: ResponseHead, to request: RequestHead) -> String? {
        guard let asked = asked(request)?.lowercased(), isOption(answer.fields) else { return nil }
        let named = answer.fields.spans.filter { $0.name == .upgrade }
        guard named.count == 1 else { return nil }
        let name = answer.fields.text(named[0])
        let offers = asked.split(separator: ",").map { $0.drop { $0 == " " } }
        return offers.contains { $0 == name.lowercased() } ? name : nil
    }

    private static func names(_ fields: FieldBlock) -> [String] {
        fields.spans.filter { $0.name == .upgrade }.flatMap { span in
            fields.text(span).split(separator: ",").map { $0.drop { $0 == " " || $0 == "\t" } }
                .map { String($0.reversed().drop { $0 == " " || $0 == "\t" }.reversed()) }.filter { !$0.isEmpty }
        }
    }

    private static func isOption(_ fields: FieldBlock) -> Bool { fields.options(.connection).contains("upgrade") }
}
