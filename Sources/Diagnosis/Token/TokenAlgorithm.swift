import ProxyCore

/// What a token's header says it is signed with. STS signs with RS256 and ES384 alone (STS API Reference, *GetWebIdentityToken*).
enum TokenAlgorithm: Equatable {
    /// One of STS's.
    case issued(String)
    /// It has no signature (`none`; RFC 7518, section 3.6).
    case unsigned
    /// Whoever can check it can also make it (`HS256` and its like; RFC 7518, section 3.2).
    case sharedSecret(String)
    case other(String)
    case missing

    init(header: JSONValue) {
        guard let name = header["alg"]?.string, !name.isEmpty else { self = .missing; return }
        self =
            switch name {
            case "RS256", "ES384": .issued(name)
            case _ where name.lowercased() == "none": .unsigned
            case _ where name.hasPrefix("HS"): .sharedSecret(name)
            default: .other(name)
            }
    }

    var finding: Finding {
        switch self {
        case .issued(let name): Finding(.fine, .algorithm, "\(foreign: name), as STS signs")
        case .unsigned: Finding(.evidence, .algorithm, "none: it is not signed, so anybody can have written it")
        case .sharedSecret(let name):
            Finding(
                .evidence, .algorithm, "\(foreign: name): a secret that is shared, which STS never uses", more: Self.own
            )
        case .other(let name):
            Finding(.evidence, .algorithm, "\(foreign: name), which STS never uses", more: Self.own)
        case .missing: Finding(.evidence, .algorithm, "the header names none (alg)", more: Self.own)
        }
    }

    /// Why no verifier should take it, in one sentence; empty of one that STS uses.
    var sentence: EvidenceText {
        switch self {
        case .issued: ""
        case .unsigned: "the token is not signed at all: its header names the algorithm none"
        case .sharedSecret(let name), .other(let name):
            "the token is not from STS: its header names the algorithm \(foreign: name)"
        case .missing: "the token's header names no algorithm"
        }
    }

    static let remedies = [
        Remedy(nil, "do not accept it; ask STS for one", setting: "jotop token --audience VALUE"),
        Remedy(nil, "have verifiers take RS256 and ES384 alone, whatever a header says (RFC 8725, section 3.1)"),
    ]

    private static let own: EvidenceText = "STS signs with RS256 or ES384"
}
