import ProxyCore

/// Why no TLS connection to an upstream came about, as the error's detail tells it.
enum TLSObstacle {
    /// No authority that is trusted here vouches for the certificate.
    case authority
    case expired
    case early
    case name
    /// What answers there does not speak TLS at all.
    case plain
    case version

    /// nil where the error is about something else, or tells no more than that TLS failed.
    init?(_ evidence: Evidence) {
        guard let detail = evidence.flow.error?.detail, detail.hasPrefix(Self.prefix),
            let mark = Self.marks.first(where: { detail.contains($0.text) })
        else { return nil }
        self = mark.obstacle
    }

    /// How each detail about TLS begins. A host may have the letters in its name.
    private static let prefix = "TLS: "

    /// With blanks, so that no name of a host has one in it.
    private static let marks: [(text: String, obstacle: TLSObstacle)] = [
        (" no certificate authority ", .authority), (" does not speak TLS", .plain), (" speaks no TLS", .version),
        (" certificate is not for ", .name), (" expired at ", .expired), (" is not valid before ", .early),
    ]

    var sentence: EvidenceText {
        switch self {
        case .authority: "no certificate authority that is trusted here vouches for the upstream's certificate"
        case .expired: "the upstream's certificate has expired"
        case .early: "the upstream's certificate is not valid yet"
        case .name: "the upstream's certificate is for another name than the one that was asked for"
        case .plain: "what answers there does not speak TLS"
        case .version: "the upstream speaks no TLS that is taken here: 1.2 or later"
        }
    }
}
