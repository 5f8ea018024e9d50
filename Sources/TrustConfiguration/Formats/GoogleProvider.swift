/// A provider of a workload identity pool, as a command.
///
/// https://cloud.google.com/sdk/gcloud/reference/iam/workload-identity-pools/providers/create-oidc
struct GoogleProvider {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        let condition = "assertion.sub == \(Quoting.cel(subject.subject))"
        return [
            #"gcloud iam workload-identity-pools providers create-oidc "${PROVIDER:?}""#, "--location=global",
            #"--workload-identity-pool="${POOL:?}""#, "--issuer-uri=" + Quoting.shell(subject.issuer),
            "--allowed-audiences=" + Quoting.shell(Self.list(subject.audiences)),
            "--attribute-mapping=" + Quoting.shell("google.subject=assertion.sub"),
            "--attribute-condition=" + Quoting.shell(condition),
        ].joined(separator: " \\\n  ")
    }

    /// Values with commas in them need another delimiter, named first (`gcloud topic escaping`).
    private static func list(_ values: [String]) -> String {
        guard values.contains(where: { $0.contains(",") || $0.hasPrefix("^") }) else {
            return values.joined(separator: ",")
        }
        let delimiter =
            ["|", ";", "~", "::", "@@", "%%"].first { mark in !values.contains { $0.contains(mark) } } ?? "\u{1F}"
        return "^\(delimiter)^" + values.joined(separator: delimiter)
    }
}
