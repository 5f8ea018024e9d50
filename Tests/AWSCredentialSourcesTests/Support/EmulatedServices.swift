import EmulatedSTS
import Foundation
import NIOHTTP1

@testable import AWSCredentialSources

/// What stands behind the endpoints. The id of every key that they hand out tells the way that led to it.
struct EmulatedServices: Sendable {
    static let end = "2026-11-21T13:00:00Z"

    /// The end of all sessions.
    var end = EmulatedServices.end
    /// The role of the instance; nil for none.
    var instanceRole: String? = "app"
    /// Whether this is an instance at all.
    var isInstance = true
    var containerStatus = 200
    /// The answer of STS in place of a session: status and code.
    var refusal: (status: Int, code: String)?
    var refusalMessage = "no"
    var portalStatus = 200
    var oidcStatus = 200
    var signInError: (status: Int, word: String)?

    func answer(_ call: World.Call) -> LoopbackResponse {
        if call.host.hasPrefix("127.0.0.1:") { return answerByPath(call) }
        let name = call.host.split(separator: ".").first ?? ""
        switch call.host {
        case "169.254.169.254", "[fd00:ec2::254]": return isInstance ? instance(call) : .text(404, "")
        case "169.254.170.2", "169.254.170.23", "agent.local:8080": return container(call)
        default: break
        }
        switch name {
        case "sts": return sts(call)
        case "portal": return portal(call)
        case "oidc": return oidc(call)
        default: return call.host.contains("signin") ? signIn(call) : .text(404, "")
        }
    }

    /// Where one address stands for all services, as SDKs can be told.
    private func answerByPath(_ call: World.Call) -> LoopbackResponse {
        switch call.request.path {
        case "/": sts(call)
        case "/federation/credentials": portal(call)
        case "/container": container(call)
        default: isInstance ? instance(call) : .text(404, "")
        }
    }

    private func sts(_ call: World.Call) -> LoopbackResponse {
        if let refusal {
            return .text(
                refusal.status,
                "<ErrorResponse><Error><Type>Sender</Type><Code>\(refusal.code)</Code><Message>\(refusalMessage)</Message></Error>"
                    + "<RequestId>r-1</RequestId></ErrorResponse>")
        }
        let action = call.form("Action") ?? ""
        let role = call.form("RoleArn")?.split(separator: "/").last ?? ""
        let via = call.form("WebIdentityToken") ?? call.signer ?? "nobody"
        return .text(
            200,
            """
            <\(action)Response><\(action)Result><Credentials><AccessKeyId>\(role).over.\(via)</AccessKeyId>\
            <SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken>\
            <Expiration>\(end)</Expiration></Credentials><AssumedRoleUser>\
            <Arn>arn:aws:sts::123456789012:assumed-role/\(role)/s</Arn><AssumedRoleId>A:s</AssumedRoleId>\
            </AssumedRoleUser></\(action)Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>\
            </\(action)Response>
            """)
    }

    private func instance(_ call: World.Call) -> LoopbackResponse {
        if call.line == "PUT /latest/api/token" {
            var response = LoopbackResponse.text(200, "metadata-token")
            response.headers.add(name: "X-aws-ec2-metadata-token-ttl-seconds", value: "21600")
            return response
        }
        guard call.field("X-aws-ec2-metadata-token") == "metadata-token" else { return .text(401, "") }
        switch call.line {
        case "GET /latest/meta-data/iam/security-credentials/":
            return instanceRole.map { .text(200, $0) } ?? .text(404, "")
        case "GET /latest/meta-data/iam/security-credentials/\(instanceRole ?? "")":
            return .json(Self.keys("instance", end: end))
        case "GET /latest/meta-data/placement/region": return .text(200, "eu-central-1")
        default: return .text(404, "")
        }
    }

    private func container(_ call: World.Call) -> LoopbackResponse {
        .json(
            Self.keys("container\(call.field("Authorization").map { ".\($0)" } ?? "")", end: end),
            status: containerStatus)
    }

    private func portal(_ call: World.Call) -> LoopbackResponse {
        guard portalStatus == 200 else {
            return .json(.object(["message": .string("portal-words")]), status: portalStatus)
        }
        let items = URLComponents(string: call.request.target)?.queryItems ?? []
        let id = items.compactMap(\.value) + [call.field("x-amz-sso_bearer_token") ?? "-"]
        return .json(
            .object([
                "roleCredentials": .object([
                    "accessKeyId": .string("sso.\(id.joined(separator: "."))"),
                    "secretAccessKey": .string("sso-secret"),
                    "sessionToken": .string("sso-token"),
                    "expiration": .integer(Int64((Timestamp.parse(end) ?? World.now).timeIntervalSince1970 * 1000)),
                ])
            ]))
    }

    private func oidc(_ call: World.Call) -> LoopbackResponse {
        guard oidcStatus == 200 else { return .json(.object(["error": .string("invalid_grant")]), status: oidcStatus) }
        return .json(
            .object([
                "accessToken": .string("fresh"), "expiresIn": .integer(28_800), "refreshToken": .string("next-refresh"),
            ]))
    }

    private func signIn(_ call: World.Call) -> LoopbackResponse {
        if let signInError { return .json(.object(["error": .string(signInError.word)]), status: signInError.status) }
        return .json(
            .object([
                "accessToken": .object([
                    "accessKeyId": .string("login.fresh"), "secretAccessKey": .string("login-secret"),
                    "sessionToken": .string("login-token"),
                ]),
                "expiresIn": .integer(900), "refreshToken": .string("next-refresh"), "tokenType": .string("aws_sigv4"),
            ]))
    }

    /// As the endpoints of container and instance have them.
    static func keys(_ id: String, end: String = end) -> JSONValue {
        .object([
            "Code": .string("Success"), "AccessKeyId": .string(id), "SecretAccessKey": .string("endpoint-secret"),
            "Token": .string("endpoint-token"), "Expiration": .string(end),
        ])
    }
}
