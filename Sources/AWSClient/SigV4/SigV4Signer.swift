import HTTPTypes

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Signs requests to one service in one region (AWS Signature Version 4, `Authorization` header form).
package struct SigV4Signer: Sendable {
    package let region: String
    package let service: String

    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// Adds the moment, the session token if there is one, and the signature.
    ///
    /// Signed are the host, the content type and every `x-amz-*` field: what no hop on the way may change. Sign each
    /// attempt anew, because the service accepts a signature for minutes only.
    package func sign(_ request: inout TransportRequest, with credentials: AWSCredentials, at date: Date) {
        let time = SigningTime(date)
        request.head.headerFields[.amzDate] = time.description
        request.head.headerFields[.amzSecurityToken] = credentials.sessionToken?.exposed
        let canonical = CanonicalRequest(
            method: request.head.method.rawValue, target: request.head.path ?? "/", headers: Self.signable(request),
            bodyHash: SigV4Signature.hexDigest(request.body))
        request.head.headerFields[.authorization] = authorization(for: canonical, with: credentials, at: time)
    }

    /// The value of the `Authorization` field.
    package func authorization(
        for request: CanonicalRequest, with credentials: AWSCredentials, at time: SigningTime
    ) -> String {
        let scope = CredentialScope(day: time.day, region: region, service: service)
        let signature = SigV4Signature.compute(request, at: time, scope: scope, secret: credentials.secretAccessKey)
        return "\(SigV4Signature.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
    }

    private static func signable(_ request: TransportRequest) -> [CanonicalRequest.Header] {
        let host = CanonicalRequest.Header("host", request.head.authority ?? "")
        return [host]
            + request.head.headerFields.compactMap { field in
                let name = field.name.canonicalName
                guard name == "content-type" || name.hasPrefix("x-amz-") else { return nil }
                return CanonicalRequest.Header(name, field.value)
            }
    }
}
