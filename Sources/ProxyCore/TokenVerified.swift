/// A check of the signature of one of our tokens: which token it was, and what came of it.
///
/// What came of it stands in ``check``, and is read as if it stood here.
@dynamicMemberLookup
package struct TokenVerified: Sendable, Hashable {
    package typealias Verdict = SignatureCheck.Verdict
    package typealias Fault = SignatureCheck.Fault
    package typealias Keys = SignatureCheck.Keys

    package let audiences: AudienceSet
    package let token: TokenID
    /// Six hex digits of the token's SHA-256, so that no other token is taken for it.
    package let print: String?
    /// The flow that carried it, if one was asked about.
    package let flow: FlowID?
    package let check: SignatureCheck

    package init(
        audiences: AudienceSet, token: TokenID, print: String?, flow: FlowID? = nil, check: SignatureCheck
    ) {
        self.audiences = audiences
        self.token = token
        self.print = print
        self.flow = flow
        self.check = check
    }

    package subscript<Value>(dynamicMember member: KeyPath<SignatureCheck, Value>) -> Value { check[keyPath: member] }
}
