import AWSClient
import Foundation
import HTTPWire
import NIOCore
import OutboundProxies
import ProxyCore

@testable import JotopSettings
@testable import ProxyEngine

extension FuzzTarget {
    static let addresses = [url, upstream, requestTarget, proxy, listener, host]

    private static let pieces = [
        "http://", "https://", "://", "//", "@", ":80", ":0", ":65535", ":65536", "[::1]", "[", "]", "127.0.0.1",
        "0x7f.1",
        "0177.0.0.1", "2130706433", "::ffff:169.254.169.254", "xn--", "..", ".", "%", "?", "#", "/", "\\", "*",
        "localhost",
    ]

    /// Endpoints and issuers: whoever reads the address again must see the same host.
    private static let url = FuzzTarget.text(name: "url", dictionary: pieces) { text in
        let address: WebAddress
        do throws(WebAddress.Fault) { address = try WebAddress(text) } catch { return error.description }
        let written = "\(address.scheme)://\(address.authority)\(address.target)"
        let again = try? WebAddress(written)
        try hold(again?.host == address.host, "\(written) is read as \(again as Any)")
        // Foundation decodes names of the xn-- form, and reads none that is broken.
        guard let theirs = URLComponents(string: "\(address.scheme)://\(address.authority)/")?.host, !theirs.isEmpty
        else { return "accepted here alone" }
        let host = theirs.trimmingCharacters(in: ["[", "]"]).lowercased()
        try hold(host == address.host, "the host is \(address.host) here and \(host) there")
        try hold(address.isLoopback == (host == "localhost" || IPAddress(host)?.isLoopback == true), host)
        return "accepted"
    }

    /// What a request's header names as its upstream.
    private static let upstream = FuzzTarget.text(name: "upstream", dictionary: pieces) { text in
        let router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
        let target: UpstreamTarget
        do throws(ProxyError) { target = try router.resolve([text]) } catch { return "\(error.code)" }
        try hold(
            UpstreamTarget(scheme: .https, authority: target.authority) == target, "\(target) is another one again")
        try hold(target.authority.utf8.allSatisfy { (0x21...0x7E).contains($0) }, target.authority.debugDescription)
        try hold(!target.authority.contains { "/@?#\\%,; ".contains($0) }, target.authority)
        try hold(target.derivedAudience == "https://\(target.urlHost)", target.derivedAudience)
        try hold((1...65_535).contains(target.port), "\(target.port)")
        // Whatever notation it is in: what the system would connect to has been judged.
        try hold(systemAddress(target.host)?.starts(with: [169, 254]) != true, "\(target.host) is link-local")
        return target.isIPv6 ? "an address" : "accepted"
    }

    /// The target of a request's first line.
    private static let requestTarget = FuzzTarget.text(
        name: "request-target",
        dictionary: pieces + ["?access_token=abcdef", "&sig=abcdef", "user:password@", "eyJ.eyJ."]
    ) { text in
        _ = Redaction.path(text)
        var outcome = "no target"
        for method in ["GET", "OPTIONS"] {
            var bytes = ByteBuffer(string: "\(method) \(text) HTTP/1.1\r\n\r\n")
            var parser = RequestParser()
            guard let head = try? parser.next(&bytes), head.targetText == text else { continue }
            guard let path = try? RequestTarget.path(of: head) else {
                outcome = "refused"
                continue
            }
            outcome = "accepted"
            let shown = String(buffer: path)
            try hold(shown == "*" || shown.utf8.first == UInt8(ascii: "/"), shown.debugDescription)
            try hold(shown.utf8.count <= text.utf8.count + 1, shown.debugDescription)
            try hold(text.utf8.first != UInt8(ascii: "/") || shown == text, "an origin form was changed")
        }
        return outcome
    }

    /// `HTTPS_PROXY`, whose password nothing may print.
    private static let proxy = FuzzTarget.text(
        name: "proxy", dictionary: pieces + ["user:hunter2secret@", "socks5://"]
    ) {
        text in
        do {
            let server = try ProxyServer(text, from: "HTTPS_PROXY")
            var printed = "\(server) \(String(reflecting: server))"
            dump(server, to: &printed)
            let isElsewhere = server.host.contains("hunter2secret")
            try hold(isElsewhere || !printed.contains("hunter2secret"), "prints the password: \(printed)")
            try hold((1...65_535).contains(server.port) && !server.host.isEmpty, "\(server)")
            return server.credentials == nil ? "accepted" : "accepted, with a user"
        } catch let error as ProxySettingError {
            try hold(!"\(error)".contains("hunter2secret"), "prints the password: \(error)")
            return error.message
        }
    }

    /// What `Host` says to a loopback listener: nothing is answered that a browser could have as the name of a page's server.
    private static let host = FuzzTarget.text(name: "browser-guard", dictionary: pieces + [".localhost"]) { text in
        let guardian = BrowserGuard(acceptedHosts: BrowserGuard.loopbackNames(and: []))
        do throws(ProxyError) { try guardian.check(host: text) } catch { return "\(error.code)" }
        guard let theirs = URLComponents(string: "http://\(text)/")?.host, !theirs.isEmpty else {
            return "accepted here alone"
        }
        let bare = theirs.trimmingCharacters(in: ["[", "]"]).lowercased()
        let name = bare.hasSuffix(".") ? String(bare.dropLast()) : bare
        let isOwn = name == "localhost" || name.hasSuffix(".localhost") || IPAddress(name)?.isLoopback == true
        try hold(isOwn, "\(text) is answered, and means \(name)")
        return "accepted"
    }

    private static let listener = FuzzTarget.text(name: "listen-address", dictionary: pieces) { text in
        guard let address = ListenAddress(text) else { return "refused" }
        try hold(ListenAddress(address.description) == address, "\(address) is another one again")
        return address.isLoopback ? "loopback" : "accepted"
    }
}

/// The IPv4 address that the system's resolver reads out of a text without asking anybody; nil for a name.
private func systemAddress(_ text: String) -> [UInt8]? {
    var hints = addrinfo()
    (hints.ai_flags, hints.ai_family) = (AI_NUMERICHOST, AF_INET)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(text, nil, &hints, &found) == 0, let found else { return nil }
    defer { freeaddrinfo(found) }
    return found.pointee.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin_addr.s_addr) { Array($0) }
    }
}
