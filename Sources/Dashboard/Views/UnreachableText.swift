import Canvas
import ProxyCore

/// What to check where an upstream could not be reached, or gave no answer in time.
struct UnreachableText {
    /// What the detail of the error tells about where it went wrong.
    private enum Kind: CaseIterable {
        case name, refused, tls, silent, protocolMismatch

        /// nil where the detail names none of them.
        init?(_ detail: String) {
            let detail = detail.lowercased()
            let found = Self.allCases.first { $0.marks.contains { detail.contains($0) } }
            guard let found else { return nil }
            self = found
        }

        private var marks: [String] {
            switch self {
            case .name: ["cannot be resolved"]
            case .refused: ["refused", "no route", "no connection in time"]
            case .tls: ["tls", "certificate"]
            case .silent: ["no answer within"]
            case .protocolMismatch: ["not http"]
            }
        }
    }

    private static let checks: [(kinds: Set<Kind>, text: String)] = [
        ([.name, .refused], "host and port are the ones that are meant"),
        ([.name], "DNS: the name resolves on this machine"),
        ([.refused], "a server listens there, and no firewall is between"),
        ([.tls], "--upstream-ca FILE names the authority, where the certificate is from a private one"),
        (
            [.refused, .tls, .protocolMismatch],
            "--upstream-scheme http, where it speaks plain HTTP: https is the default"
        ),
        ([.silent], "--upstream-timeout is longer than the upstream takes"),
    ]

    private let error: ProxyError
    private let width: Int

    init(_ error: ProxyError, width: Int) {
        self.error = error
        self.width = width
    }

    /// Empty for errors of other kinds.
    var lines: [Line] {
        guard error.code == .upstreamUnavailable || error.code == .upstreamTimeout else { return [] }
        let kind = error.code == .upstreamTimeout ? .silent : Kind(error.detail)
        let fitting = Self.checks.filter { check in kind.map { check.kinds.contains($0) } ?? true }
        var lines = [Line("What to check")]
        for (index, check) in fitting.enumerated() {
            lines += Line.wrapped(Line("  \(index + 1)  "), check.text, width: width)
        }
        return lines
    }
}
