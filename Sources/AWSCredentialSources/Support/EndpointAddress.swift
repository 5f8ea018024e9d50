/// Where an endpoint stands.
package struct EndpointAddress: Sendable, Equatable {
    package let scheme: String
    /// Host and, unless it is the scheme's default, port.
    package let authority: String
    /// What stands before the path of every call; empty, or with a leading and no trailing slash.
    let basePath: String

    package init(scheme: String, authority: String, path: String = "/") {
        self.scheme = scheme
        self.authority = authority
        basePath = path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

extension EndpointAddress: CustomStringConvertible {
    package var description: String { "\(scheme)://\(authority)\(basePath)" }
}
