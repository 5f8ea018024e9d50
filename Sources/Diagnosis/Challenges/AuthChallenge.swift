/// One challenge of a `WWW-Authenticate` or `Proxy-Authenticate` field: a scheme, and what it says (RFC 9110, section 11.6.1).
package struct AuthChallenge: Sendable, Hashable {
    /// A parameter, its value without quotes and escapes.
    package struct Parameter: Sendable, Hashable {
        /// In small letters: names are compared without regard to case.
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// As it was written.
    package let scheme: String
    /// What stands in the place of parameters, as in `Negotiate oYH1MIHy…`; nil where there are parameters, or nothing.
    package let token68: String?
    /// In their order; a name may come twice.
    package let parameters: [Parameter]

    package init(scheme: String, token68: String? = nil, parameters: [Parameter] = []) {
        self.scheme = scheme
        self.token68 = token68
        self.parameters = parameters
    }

    /// The first value of a parameter.
    package subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

extension AuthChallenge {
    /// Whether it asks for a token of the kind that jotop sends (RFC 6750, section 3).
    package var isBearer: Bool { scheme.lowercased() == "bearer" }

    /// The `error` code of RFC 6750, section 3.1: `invalid_token`, `insufficient_scope`, `invalid_request`, or an own one.
    package var error: String? { self["error"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The words for people that go with it.
    package var errorDescription: String? { self["error_description"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The most telling of the two.
    package var reason: String? { errorDescription ?? error }
}
