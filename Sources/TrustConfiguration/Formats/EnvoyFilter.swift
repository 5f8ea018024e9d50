/// The `jwt_authn` filter, and the cluster from which it fetches the issuer's keys.
///
/// https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
struct EnvoyFilter {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        """
        # HTTP filter, before the router
        name: envoy.filters.http.jwt_authn
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
          providers:
            aws:
              issuer: \(Quoting.yaml(subject.issuer))
              audiences:
        \(list(subject.audiences, indent: 8))
              subjects:
                exact: \(Quoting.yaml(subject.subject))
              remote_jwks:
                http_uri:
                  uri: \(Quoting.yaml(subject.keySet))
                  cluster: aws_issuer
                  timeout: 5s
                cache_duration: 300s
          rules:
            - match:
                prefix: /
              requires:
                provider_name: aws
        ---
        # Cluster
        name: aws_issuer
        type: STRICT_DNS
        load_assignment:
          cluster_name: aws_issuer
          endpoints:
            - lb_endpoints:
                - endpoint:
                    address:
                      socket_address:
                        address: \(Quoting.yaml(server.host))
                        port_value: \(server.port)\(transport)
        """
    }

    /// Without TLS there is nothing to be named for it. With it, Envoy checks neither who signed a certificate nor whose it is
    /// unless it is told to, and whoever could answer in the issuer's place would say which keys are good.
    private var transport: String {
        guard !server.isPlain else { return "" }
        let isAddress = server.isAddress
        return """

            transport_socket:
              name: envoy.transport_sockets.tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\
            \(isAddress ? "" : "\n    sni: " + Quoting.yaml(server.host))
                common_tls_context:
                  validation_context:
                    # Debian, Ubuntu and Alpine; /etc/pki/tls/certs/ca-bundle.crt on Fedora, RHEL and Amazon Linux
                    trusted_ca:
                      filename: /etc/ssl/certs/ca-certificates.crt
                    match_typed_subject_alt_names:
                      - san_type: \(isAddress ? "IP_ADDRESS" : "DNS")
                        matcher:
                          exact: \(Quoting.yaml(server.host))
            """
    }

    /// Where the issuer's URL leads: its host without brackets, and its port or the scheme's own.
    private var server: (host: String, port: Int, isPlain: Bool, isAddress: Bool) {
        let isPlain = subject.issuer.hasPrefix("http://")
        let usual = isPlain ? 80 : 443
        let authority = subject.issuer.trimmingPrefix(isPlain ? "http://" : "https://").prefix { $0 != "/" }
        let isBracketed = authority.hasPrefix("[")
        let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let rest = authority.dropFirst(host.count + (isBracketed ? 2 : 0))
        let port = rest.first == ":" ? UInt16(rest.dropFirst()) : nil
        let isAddress = isBracketed || host.allSatisfy { $0.isNumber || $0 == "." }
        return (String(host), port.map { Int($0) } ?? usual, isPlain, isAddress)
    }

    private func list(_ values: [String], indent: Int) -> String {
        values.map { String(repeating: " ", count: indent) + "- " + Quoting.yaml($0) }.joined(separator: "\n")
    }
}
