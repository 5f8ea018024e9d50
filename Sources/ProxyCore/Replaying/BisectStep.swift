/// The replays of a bisect, in the order in which they are sent. Each differs from the first in one thing.
package enum BisectStep: String, Sendable, Hashable, CaseIterable {
    /// With the token of the first time, byte for byte.
    case asSent = "as-sent"
    /// Without `Authorization`.
    case noToken = "no-token"
    /// With a token minted for it, for the same audiences.
    case freshToken = "fresh-token"
    /// With a token whose signature's last byte is flipped.
    case brokenSignature = "broken-signature"

    /// Its number on screens, from 1.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    package var next: BisectStep? {
        let index = number
        return index < Self.allCases.count ? Self.allCases[index] : nil
    }
}
