/// What any verifier has to know (OpenID Connect Discovery 1.0, section 3; RFC 8725, sections 3.1, 3.8 and 3.9).
struct VerifierSettings {
    let subject: TrustSubject
    let note: String?

    var text: String {
        return OrderedJSON.object(
            OrderedJSON.note("description", note) + [
                ("issuer", .string(subject.issuer)), ("jwks_uri", .string(subject.keySet)),
                ("audiences", .strings(subject.audiences)),
                ("subject", .string(subject.subject)), ("algorithms", .strings(subject.algorithms)),
            ]
        ).text
    }
}
