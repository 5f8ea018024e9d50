/// A text on its way to the clipboard.
package struct Clip: Sendable, Equatable {
    /// What it is, for the message afterwards: `curl of #1187`.
    package let name: String
    package let text: String
    /// What its reader has to know of it: each in a few words.
    package let caveats: [String]

    package init(_ name: String, _ text: String, caveats: [String] = []) {
        self.name = name
        self.text = text
        self.caveats = caveats
    }
}
