/// The API server's structured authentication: `--authentication-config FILE`.
///
/// https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/
struct KubernetesAuthentication {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        """
        # v1 from Kubernetes 1.34 on, v1beta1 before
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthenticationConfiguration
        jwt:
          - issuer:
              url: \(Quoting.yaml(subject.issuer))
              audiences:
        \(subject.audiences.map { "        - " + Quoting.yaml($0) }.joined(separator: "\n"))
              audienceMatchPolicy: MatchAny
            claimValidationRules:
              - claim: sub
                requiredValue: \(Quoting.yaml(subject.subject))
            claimMappings:
              username:
                claim: sub
                prefix: "aws:"
        """
    }
}
