import ProxyCore

/// What there is to say of each part of a request that carried a token, whether it speaks against it or not.
struct Checks {
    let evidence: Evidence
    let words: UpstreamWords
    let sent: SentToken

    var flow: FlowEnd { evidence.flow }

    var findings: [Finding] {
        [bisect, audience, expiry, clock, age, header, size, signature, issuer, scope, identity].compactMap(\.self)
    }

    /// What the upstream said of a cause, after what is known of it here.
    func blamed(_ causes: Cause...) -> Statement? { causes.lazy.compactMap { words.statement($0) }.first }

    func said(_ statement: Statement) -> EvidenceText {
        statement.quote.contains("\"")
            ? "upstream said \(foreign: statement.quote)" : "upstream said \"\(foreign: statement.quote)\""
    }
}
