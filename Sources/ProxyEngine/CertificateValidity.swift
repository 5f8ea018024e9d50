import ProxyCore

/// From when until when a certificate is valid (RFC 5280, section 4.1.2.5).
struct CertificateValidity: Equatable {
    let start: WallTime
    let end: WallTime

    /// What is to be told of a certificate that is served out of its time; nil within it.
    ///
    /// It is served all the same: this machine's clock may be the one that is wrong, and some clients do not look.
    func complaint(at now: WallTime) -> TLSNotice.Happening? {
        if now > end { return .certificateInvalid(reason: "it expired at \(end.rfc3339); renew it") }
        guard now < start else { return nil }
        return .certificateInvalid(reason: "it is not valid before \(start.rfc3339); see this machine's clock")
    }
}
