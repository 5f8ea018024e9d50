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
                        address: \(Quoting.yaml(host))
                        port_value: 443
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
            sni: \(Quoting.yaml(host))
        """
    }

    private var host: String {
        String(subject.issuer.trimmingPrefix("https://").prefix { $0 != "/" })
    }

    private func list(_ values: [String], indent: Int) -> String {
        values.map { String(repeating: " ", count: indent) + "- " + Quoting.yaml($0) }.joined(separator: "\n")
    }
}
