import AWSClient
import Foundation
import NIOHTTP1
import ProxyCore

/// Finds out who signed a request, by computing the signature again with the secret that the service knows.
struct SignatureCheck: Sendable {
    /// The regions that a signature may be scoped to; nil for any.
    let regions: Set<String>?
    let principals: EmulatedSessions

    /// How old a signature may be, and how far ahead.
    private static let (longestPast, longestAhead): (Int64, Int64) = (15, 5)

    /// Who signed, and for which region.
    typealias Signer = (principal: EmulatedPrincipal, region: String)

    /// Where IAM's global endpoints are signed for; they count beside the regions.
    private static let globalRegions: Set = ["us-east-1", "cn-north-1", "us-gov-west-1"]

    func signer(
        of request: LoopbackRequest, for service: QueryAction.Service = .sts, at now: WallTime
    ) throws(QueryError) -> Signer {
        guard let authorization = request.headers.first(name: "Authorization") else {
            throw .missingAuthenticationToken
        }
        let date = request.headers.first(name: "X-Amz-Date")
        guard authorization.hasPrefix(SigV4Signature.algorithm + " ") else {
            throw .incompleteSignature("Unsupported AWS 'algorithm'. The only supported one is AWS4-HMAC-SHA256.")
        }
        let claim = try SignedClaim(authorization, hasDate: date != nil)
        guard let time = SigningTime(date ?? "") else {
            throw .incompleteSignature("Date must be in ISO-8601 'basic format'. Got '\(date ?? "")'.")
        }
        let principal = try principal(of: claim, in: request, at: now)
        try checkScope(of: claim, for: service, at: time)
        try checkTime(time, now: now)
        try checkSignature(of: claim, in: request, by: principal, at: time)
        return (principal, claim.region)
    }

    /// A session token must belong to the key that it comes with.
    private func principal(
        of claim: SignedClaim, in request: LoopbackRequest, at now: WallTime
    ) throws(QueryError) -> EmulatedPrincipal {
        let token = request.headers.first(name: "X-Amz-Security-Token")
        guard let principal = principals[claim.accessKeyID], principal.sessionToken?.exposed == token else {
            throw .invalidClientTokenID
        }
        if let end = principal.sessionExpiration, end <= now { throw .expiredToken }
        return principal
    }

    private func checkScope(
        of claim: SignedClaim, for service: QueryAction.Service, at time: SigningTime
    ) throws(QueryError) {
        let isGlobal = service == .iam && Self.globalRegions.contains(claim.region)
        guard isGlobal || regions?.contains(claim.region) ?? true else {
            throw .signatureDoesNotMatch("Credential should be scoped to a valid region, not '\(claim.region)'. ")
        }
        guard claim.service == service.rawValue else {
            throw .signatureDoesNotMatch("Credential should be scoped to correct service: '\(service.rawValue)'. ")
        }
        guard claim.terminator == CredentialScope.terminator else {
            throw .signatureDoesNotMatch(
                "Credential should be scoped with a valid terminator: 'aws4_request', not '\(claim.terminator)'. ")
        }
        guard claim.day == time.day else {
            throw .signatureDoesNotMatch(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(claim.day)' != '\(time.day)', from '\(time)'.")
        }
        guard claim.signedHeaders.contains("host") else {
            throw .signatureDoesNotMatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
        }
    }

    private func checkTime(_ time: SigningTime, now: WallTime) throws(QueryError) {
        let here = Date(timeIntervalSince1970: Double(now.seconds))
        let earliest = here.addingTimeInterval(Double(-Self.longestPast * 60))
        guard time.date >= earliest else {
            throw .signatureDoesNotMatch(
                "Signature expired: \(time) is now earlier than \(SigningTime(earliest)) "
                    + "(\(SigningTime(here)) - \(Self.longestPast) min.)")
        }
        let latest = here.addingTimeInterval(Double(Self.longestAhead * 60))
        guard time.date <= latest else {
            throw .signatureDoesNotMatch(
                "Signature not yet current: \(time) is still later than \(SigningTime(latest)) "
                    + "(\(SigningTime(here)) + \(Self.longestAhead) min.)")
        }
    }

    private func checkSignature(
        of claim: SignedClaim, in request: LoopbackRequest, by principal: EmulatedPrincipal, at time: SigningTime
    ) throws(QueryError) {
        let signed = request.headers.filter { claim.signedHeaders.contains($0.name.lowercased()) }
        let canonical = CanonicalRequest(
            method: request.method.rawValue, target: request.target,
            headers: signed.map { CanonicalRequest.Header($0.name, $0.value) },
            bodyHash: SigV4Signature.hexDigest(request.body))
        let scope = CredentialScope(day: claim.day, region: claim.region, service: claim.service)
        let expected = SigV4Signature.compute(
            canonical, at: time, scope: scope, secret: RedactedString(principal.secretAccessKey.exposed))
        guard expected == claim.signature else { throw .signatureDoesNotMatch }
    }
}
