import ProxyCore

@testable import Dashboard

/// Credentials that are renewed or not, tokens that may not outlive them, and refusals with a remedy.
extension Scenario {
    static let cap = SessionCap(wanted: .seconds(3_600), asked: .seconds(2_460), sessionEnds: time("15:41"))

    /// A refresh of A that got less than configured.
    static var cappedMint: [ProxyEvent] {
        mint(api, "A", 0, 4, at: "14:32:08", took: 401, reason: .due, life: 2_460).map { event in
            guard case .tokenRefreshed(let mint) = event else { return event }
            return .tokenRefreshed(
                TokenMinted(
                    time: mint.time, facts: mint.facts, reason: mint.reason, refreshAt: mint.refreshAt,
                    took: mint.took, waiters: mint.waiters, flow: mint.flow, requestID: mint.requestID, cap: cap))
        }
    }

    static let statement = """
        The policies of role dev-api do not allow it. The least that does:
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "sts:GetWebIdentityToken",
              "Resource": "*",
              "Condition": {
                "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["https://data.partner.io"] },
                "NumericLessThanEquals": { "sts:DurationSeconds": 3600 },
                "StringEquals": { "sts:SigningAlgorithm": "RS256" }
              }
            }
          ]
        }
        """

    /// The refusal of C, by somebody who knows what was asked for.
    static var refusalWithRemedy: [ProxyEvent] {
        denied(1200, "14:32:08", took: 120, attempt: 3, retryAt: "14:32:40").map { event in
            guard case .tokenFailed(let event) = event else { return event }
            let failure = MintFailure(
                kind: event.failure.kind, code: event.failure.code, message: event.failure.message,
                requestID: event.failure.requestID, remedy: statement)
            return .tokenFailed(
                TokenFailed(
                    time: event.time, audiences: event.audiences, handle: event.handle, reason: event.reason,
                    attempt: event.attempt, failure: failure, retryAt: event.retryAt, took: event.took,
                    waiters: event.waiters, flow: event.flow, stillServing: nil))
        }
    }

    static func credentials(
        _ at: String, _ source: String, until end: String?, principal: String? = nil
    ) -> ProxyEvent {
        .credentialsResolved(
            CredentialsResolved(
                time: time(at), source: source, expires: end.map { time($0) }, region: "us-east-1",
                principal: principal))
    }

    static func credentialsFailure(_ at: String, servingUntil end: String?) -> ProxyEvent {
        .credentialsFailed(
            CredentialsFailed(
                time: time(at), source: "profile dev (IAM Identity Center)",
                message: "the login of session corp has expired", remedy: "aws sso login --profile dev",
                servingUntil: end.map { time($0) }))
    }

    /// What credentials may go through in an afternoon.
    static var credentialStory: [ProxyEvent] {
        let sso = "profile dev (IAM Identity Center)"
        return [
            clock, credentials("14:32:09", sso, until: "14:50"), credentials("14:34:00", sso, until: "15:04"),
            credentialsFailure("14:49:00", servingUntil: "15:04"), clock("14:49:10", .seconds(65)),
            credentialsFailure("14:59:30", servingUntil: "15:04"),
        ]
    }
}
