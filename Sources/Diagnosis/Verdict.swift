/// The four verdicts there are, and no other. `ok` stands only before what was really looked at.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    case fine = "ok"
    /// Evidence against it.
    case evidence = "!!"
    /// Nobody knows yet; the finding says how to find out.
    case unknown = "??"
    /// Does not apply, or there is nothing to compare with.
    case none = "--"
}
