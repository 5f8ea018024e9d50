extension String {
    /// A sentence as it stands within another: without its capital, unless that begins a name such as `HS256`, and without its full stop.
    var clause: String {
        let text = hasSuffix(".") ? dropLast() : self[...]
        guard let first = text.first, !text.dropFirst().prefix(1).allSatisfy({ $0.isUppercase || $0.isNumber }) else {
            return String(text)
        }
        return first.lowercased() + text.dropFirst()
    }
}
