/// How the requests are named that a fault is about: by a host, whatever the port, or by a host and one port of it.
package enum FaultPlace {
    /// The one spelling of `host` or `host:port`: lower case, and a port wherever one was given, also the one that goes without
    /// saying; nil for anything else.
    package static func spelled(_ text: String) -> String? {
        guard let one = UpstreamTarget(scheme: .https, authority: text),
            let other = UpstreamTarget(scheme: .http, authority: text)
        else { return nil }
        // Where none was given, each scheme has its own.
        return one.port == other.port ? "\(one.urlHost):\(one.port)" : one.urlHost
    }

    /// The spellings that are about a target, the narrower one first.
    static func names(of target: UpstreamTarget) -> [String] { ["\(target.urlHost):\(target.port)", target.urlHost] }
}
