import HTTPWire
import NIOCore
import ProxyCore

@testable import ProxyEngine

extension RequestHead {
    /// A head as its parts, whether or not they would be read off a wire.
    init(
        _ method: String = "GET", _ target: String = "/", _ version: ProtocolVersion = .http1_1,
        _ fields: [(String, String)] = []
    ) {
        self.init(
            method: method.utf8, target: target.utf8, version: version,
            fields: fields.map { (name: $0.0.utf8, value: $0.1.utf8) })
    }
}

extension ResponseHead {
    init(_ status: Int, reason: String = "", _ fields: [(String, String)]) {
        self.init(status: status, reason: reason, fields: fields.map { (name: $0.0.utf8, value: $0.1.utf8) })
    }
}

extension FieldBlock {
    init(_ fields: [(String, String)]) {
        self.init(fields: fields.map { (name: $0.0.utf8, value: $0.1.utf8) })
    }

    /// The fields that go on, as lines.
    var kept: [String] { spans.filter(\.isKept).map { "\(name($0)): \(text($0))" } }
}

extension Route {
    /// A way to an upstream that nobody counts.
    static func sample(_ authority: String) throws -> Route {
        guard let target = UpstreamTarget(scheme: .http, authority: authority) else {
            throw ProxyError(.invalidUpstream, authority)
        }
        let audiences = AudienceRule.derivedFromHost.audiences(for: target)
        return Route(target: target, audiences: audiences, slots: TrafficStats().slots(for: target, audiences))
    }
}
