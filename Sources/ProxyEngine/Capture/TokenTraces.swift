import ProxyCore
import SecretSearch

/// What the captures of one event loop need of the token that was sent last. Made once a token, not once a request.
final class TokenTraces {
    private struct Trace {
        let id: TokenID
        let print: String
        let signature: SecretIndex
        let words: [UInt8]

        init(of token: Token) {
            let facts = token.facts
            (id, print) = (facts.id, facts.print)
            let compact = Array(token.authorization.exposed.utf8)
            let start = compact.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? compact.endIndex
            signature = SecretIndex([(Array(compact[start...]), "<signature of \(id)>")])
            words = Array("Bearer \(id)  \(facts.length) B  sha256:\(print)".utf8)
        }
    }

    private var last: Trace?

    /// Whether an answer's head may hold something of a token's signature.
    func mayEcho(_ token: Token, _ head: UnsafeRawBufferPointer) -> Bool { trace(of: token).signature.mayBe(in: head) }

    /// What stands in the token's place.
    func words(for token: Token) -> [UInt8] { trace(of: token).words }

    private func trace(of token: Token) -> Trace {
        if let last, last.id == token.facts.id, last.print == token.facts.print { return last }
        let trace = Trace(of: token)
        last = trace
        return trace
    }
}
