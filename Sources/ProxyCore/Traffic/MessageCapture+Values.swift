extension MessageCapture {
    /// The values of a field that were on the wire, in order.
    ///
    /// - Parameter name: in small letters.
    package func values(of name: String) -> [String] {
        fields.filter { $0.change != .removed && $0.name.lowercased() == name }.map(\.value)
    }
}
