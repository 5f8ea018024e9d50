/// What of the identities in a text may leave the program: the hide level that its reader has chosen.
///
/// Signatures and credentials are no affair of its: those are in nothing that an export is made of.
package protocol Concealment: Sendable {
    /// 0 hides nothing, 1 shortens ids, 2 also puts aliases in the place of names, 3 shows shapes only.
    var level: Int { get }

    /// Words of ours with identities in them.
    func text(_ text: String) -> String
    /// The words of somebody else.
    func foreign(_ text: String) -> String
    func host(_ host: String) -> String
    func path(_ path: String) -> String
    func keyID(_ id: String) -> String
    /// The id of a token or of a call.
    func reference(_ id: String) -> String
}

extension Concealment {
    /// An audience set as a string for one, an array for several, as in the `aud` claim (RFC 7519, section 4.1.3).
    func audiences(_ set: [String]) -> [String] { set.map { foreign($0) } }
}
