@testable import Diagnosis

/// An answer as somebody really got it, and what it means.
struct RealWorldCase: Sendable, CustomStringConvertible {
    let description: String
    /// Where the text is documented, defined or reported.
    let source: String
    let status: Int
    /// What the refused token was signed with.
    var algorithm = "RS256"
    var challenge: String?
    var body = ""
    let cause: Cause

    init(
        _ description: String, _ source: String, _ status: Int, algorithm: String = "RS256", challenge: String? = nil,
        body: String = "", _ cause: Cause
    ) {
        self.description = description
        self.source = source
        self.status = status
        self.algorithm = algorithm
        self.challenge = challenge
        self.body = body
        self.cause = cause
    }
}

extension RealWorldCase {
    static let all =
        gateways + apiGateway + clouds + standards + goLibraries + otherLibraries + javaLibraries + microsoft
}
