import OutboundProxies

/// Text in the notation of URIs and of forms.
enum PercentEncoded {
    /// A text as it is, as what it means in a URI, and as what it means in a form, where `+` is a blank; each once.
    static func notations(of text: String) -> [String] {
        let decoded = PercentDecoding.text(text)
        let spaced = PercentDecoding.text(text.replacing("+", with: " "))
        return [text] + (decoded == text ? [] : [decoded]) + (spaced == decoded ? [] : [spaced])
    }
}
