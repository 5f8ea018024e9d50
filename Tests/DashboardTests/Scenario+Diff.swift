import Diagnosis
import ProxyCore

@testable import Dashboard

/// A token that is somebody else's than the one before it.
extension Scenario {
    /// B2, minted for another role, and the first request that carried it.
    static var otherIdentity: [ProxyEvent] {
        let admin: JSONValue = .string("arn:aws:iam::123456789012:role/dev-admin")
        let mint = mint(billing, "B", 1, 2, at: "14:32:07.400", took: 380, reason: .forced).map { event in
            guard case .tokenRefreshed(let mint) = event else { return event }
            return .tokenRefreshed(
                TokenMinted(
                    time: mint.time, facts: mint.facts.replacing(["sub": admin], aws: ["principal_id": admin]),
                    reason: mint.reason, refreshAt: mint.refreshAt, took: mint.took, waiters: 0, flow: nil,
                    requestID: mint.requestID))
        }
        return mint + carrying(1197, at: "14:32:07.500") + carrying(1198, at: "14:32:07.700")
    }

    /// A4, signed in another way and by another key.
    static var otherSigner: [ProxyEvent] {
        mint(api, "A", 0, 4, at: "14:32:07.400", took: 380, reason: .forced).map { event in
            guard case .tokenRefreshed(let mint) = event else { return event }
            let facts = mint.facts
            return .tokenRefreshed(
                TokenMinted(
                    time: mint.time,
                    facts: TokenFacts(
                        id: facts.id, audiences: facts.audiences, print: facts.print, length: facts.length,
                        issuedAt: facts.issuedAt, expiresAt: facts.expiresAt,
                        header: .object(["alg": .string("ES384"), "kid": .string("9eabcd01"), "typ": .string("JWT")]),
                        claims: facts.claims),
                    reason: mint.reason, refreshAt: mint.refreshAt, took: mint.took, waiters: 0, flow: nil,
                    requestID: mint.requestID))
        }
    }

    private static func carrying(_ id: UInt64, at: String) -> [ProxyEvent] {
        refused(id, at, "/v2/invoices", left: nil, total: 30, token: 0, use: .hit).map { event in
            guard case .flowCompleted(var end) = event else { return event }
            end.token = sent("B", 1, 2, "5d0e77", left: .seconds(3_599), age: .seconds(1))
            return .flowCompleted(end)
        }
    }
}

extension TokenFacts {
    /// The same token with some claims of another value.
    func replacing(_ own: [String: JSONValue], aws: [String: JSONValue] = [:]) -> TokenFacts {
        guard case .object(var members) = claims, case .object(let old)? = members[ClaimName.awsNamespace]
        else { return self }
        members[ClaimName.awsNamespace] = .object(old.merging(aws) { $1 })
        return TokenFacts(
            id: id, audiences: audiences, print: print, length: length, issuedAt: issuedAt, expiresAt: expiresAt,
            header: header, claims: .object(members.merging(own) { $1 }))
    }
}
