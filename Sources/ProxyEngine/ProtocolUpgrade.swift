import NIOHTTP1

/// The change to another protocol on the same connection (RFC 9110, section 7.8): what is asked for, and what is agreed on.
enum ProtocolUpgrade {
    /// The protocols that a client asks for, in its words; nil if it asks for none.
    ///
    /// HTTP/2 (`h2c`) is never asked for: inside the tunnel each request would need a token of its own, and RFC 9113,
    /// section 3.1, has done away with it.
    static func asked(_ head: HTTPRequestHead) -> String? {
        guard head.version.isAtLeast1_1, head.headers[canonicalForm: "connection"].contains(where: isUpgrade) else {
            return nil
        }
        let names = head.headers[canonicalForm: "upgrade"].filter { $0.lowercased() != "h2c" && !$0.isEmpty }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// The protocol that both sides named; nil if the upstream's word makes no sense.
    static func agreed(_ answer: HTTPResponseHead, to request: HTTPRequestHead) -> String? {
        guard let asked = asked(request)?.lowercased(),
            answer.headers[canonicalForm: "connection"].contains(where: isUpgrade)
        else { return nil }
        let named = answer.headers["upgrade"]
        let offers = asked.split(separator: ",").map { $0.drop { $0 == " " } }
        guard named.count == 1, offers.contains(where: { $0 == named[0].lowercased() }) else { return nil }
        return named[0]
    }

    private static func isUpgrade(_ option: Substring) -> Bool { option.lowercased() == "upgrade" }
}
