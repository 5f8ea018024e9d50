extension String {
    /// The beginning of an untrusted text, short enough to be read in a line: the rest of it is not worth the screen.
    var cut: String { count <= 200 ? self : prefix(200) + "…" }
}
