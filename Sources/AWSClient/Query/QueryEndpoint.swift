/// Where calls of the Query protocol go, and the region that their signatures are scoped to.
package struct QueryEndpoint: Sendable, Equatable {
    /// `https`, or `http` for an override.
    package let scheme: String
    /// Host and, unless it is the scheme's default, port: exactly the `Host` that is sent and signed.
    package let authority: String
    package let path: String
    package let signingRegion: String

    package init(scheme: String = "https", authority: String, path: String = "/", signingRegion: String) {
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.signingRegion = signingRegion
    }
}

extension STSEndpoint {
    /// The endpoint as the Query protocol sees it.
    package var query: QueryEndpoint {
        QueryEndpoint(scheme: scheme, authority: authority, path: path, signingRegion: region.name)
    }
}
