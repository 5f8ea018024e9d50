@testable import Diagnosis

/// What gateways and proxies say.
extension RealWorldCase {
    private static let envoy =
        "https://github.com/envoyproxy/envoy/blob/2dcffddfc2d49b25c383d33360f6ac7a1b9e15e1/source/common/jwt/status.cc"
    /// Its status and its challenge, which says `invalid_token` but for a missing token:
    /// https://github.com/phlax/envoy/blob/71f282dc4c3c2804b942919a3c18dd7cda77f7e6/source/extensions/filters/http/jwt_authn/filter.cc
    private static let envoyChallenge =
        #"Bearer realm="https://billing.example.net/v2/invoices", error="invalid_token""#
    private static let kong =
        "https://github.com/Kong/kong/blob/0045b67290032646c1ad56bbd871ad340bf9f476/kong/plugins/jwt/handler.lua"
    private static let kongParser =
        "https://github.com/Kong/kong/blob/0045b67290032646c1ad56bbd871ad340bf9f476/kong/plugins/jwt/jwt_parser.lua"
    private static let tyk =
        "https://github.com/TykTechnologies/tyk/blob/5249eb8c53f76449205741f272b320673ec7595d/gateway/mw_jwt.go"

    static let gateways: [RealWorldCase] = [
        RealWorldCase(
            "Envoy: audience", envoy, 403, challenge: envoyChallenge, body: "Audiences in Jwt are not allowed",
            .audience),
        RealWorldCase("Envoy: expired", envoy, 401, challenge: envoyChallenge, body: "Jwt is expired", .expired),
        RealWorldCase(
            "Envoy: issuer", envoy, 401, challenge: envoyChallenge, body: "Jwt issuer is not configured", .issuer),
        RealWorldCase(
            "Envoy: signature", envoy, 401, challenge: envoyChallenge, body: "Jwt verification fails", .signature),
        RealWorldCase(
            "Envoy: key", envoy, 401, challenge: envoyChallenge,
            body: "Jwks doesn't have key to match kid or alg from Jwt", .keys),
        RealWorldCase(
            "Envoy: keys not to be had", envoy, 401, challenge: envoyChallenge, body: "Jwks remote fetch is failed",
            .keys),
        RealWorldCase("Envoy: not yet", envoy, 401, challenge: envoyChallenge, body: "Jwt not yet valid", .clock),
        RealWorldCase(
            "Envoy: no token", envoy, 401, challenge: #"Bearer realm="https://billing.example.net/""#,
            body: "Jwt is missing", .missing),
        RealWorldCase(
            "Envoy: no token of that form", envoy, 401, challenge: envoyChallenge,
            body: "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections", .malformed),
        RealWorldCase(
            "Envoy, before it had the library's texts itself: no token of that form",
            "https://github.com/google/jwt_verify_lib/blob/03498f24e7ea625594ca68df174096266595a342/src/status.cc",
            401, body: "Jwt is not in the form of Header.Payload.Signature", .malformed),
        RealWorldCase(
            "Envoy: signature that cannot be read", envoy, 401, challenge: envoyChallenge,
            body: "Jwt signature is an invalid Base64url encoded", .malformed),
        RealWorldCase(
            "Envoy: header that cannot be read", envoy, 401, challenge: envoyChallenge,
            body: "Jwt header is an invalid JSON", .malformed),
        RealWorldCase(
            "Envoy: algorithm", envoy, 401, challenge: envoyChallenge, body: "Jwt header [alg] is not supported",
            .algorithm),
        RealWorldCase(
            "Envoy: several tokens", envoy, 401, challenge: envoyChallenge, body: "Found multiple Jwt tokens", .header),
        RealWorldCase(
            "Envoy: payload that cannot be read", envoy, 401, challenge: envoyChallenge,
            body: "Jwt payload is an invalid JSON", .malformed),
        RealWorldCase(
            "Envoy: an empty key set", envoy, 401, challenge: envoyChallenge,
            body: "Jwks does not have [keys] field", .keys),
        RealWorldCase(
            "Envoy: no key of use", envoy, 401, challenge: envoyChallenge,
            body: "Jwks doesn't have any valid public key", .keys),
        RealWorldCase(
            "Istio: expired", "https://github.com/istio/istio/issues/37053", 401, body: "Jwt is expired", .expired),
        RealWorldCase(
            "Istio: authorization policy", "https://github.com/istio/istio/issues/22750", 403,
            body: "RBAC: access denied", .policy),
        RealWorldCase(
            "Cloud Endpoints: issuer", "https://cloud.google.com/endpoints/docs/frameworks/python/troubleshoot-jwt",
            401,
            body: #"{"code":401,"message":"Jwt issuer is not configured"}"#, .issuer),
        RealWorldCase("Kong: issuer", kong, 403, body: #"{"message":"No credentials found for given 'iss'"}"#, .issuer),
        RealWorldCase("Kong: signature", kong, 403, body: #"{"message":"Invalid signature"}"#, .signature),
        RealWorldCase("Kong: algorithm", kong, 403, body: #"{"message":"Invalid algorithm"}"#, .algorithm),
        RealWorldCase("Kong: several tokens", kong, 401, body: #"{"message":"Multiple tokens provided"}"#, .header),
        RealWorldCase(
            "Kong: no token of that form", kong, 401, body: #"{"message":"Bad token; invalid JSON"}"#, .malformed),
        RealWorldCase("Kong: expired", kongParser, 401, body: #"{"exp":"token expired"}"#, .expired),
        RealWorldCase("Kong: not yet", kongParser, 401, body: #"{"nbf":"token not valid yet"}"#, .clock),
        RealWorldCase(
            "Kong: lives too long", kongParser, 403, body: #"{"exp":"exceeds maximum allowed expiration"}"#, .lifetime),
        RealWorldCase(
            "Tyk: not yet", tyk, 401, body: #"{"error": "Key not authorized: token is not valid yet"}"#, .clock),
        RealWorldCase(
            "Tyk: iat", tyk, 401, body: #"{"error": "Key not authorized: token used before issued"}"#, .clock),
        RealWorldCase(
            "Tyk: expired", tyk, 401, body: #"{"error": "Key not authorized: token has expired"}"#, .expired),
        RealWorldCase(
            "GovWay: iat", "https://github.com/ministero-salute/it-fse-support/issues/2983", 401,
            challenge:
                #"Bearer realm="FSE-JWT-Signature", error="invalid_token", error_description="Token valid in the future; iat time '2026-07-17 00:53:35.000' is in the future""#,
            .clock),
        RealWorldCase(
            "nginx: head too large", "https://github.com/apache/apisix/issues/12437", 400,
            body: "<html>\r\n<head><title>400 Request Header Or Cookie Too Large</title></head>\r\n<body>\r\n", .size),
    ]

    private static let apiGatewayPage =
        "https://aws.amazon.com/premiumsupport/knowledge-center/api-gateway-troubleshoot-403-forbidden/"

    static let apiGateway: [RealWorldCase] = [
        RealWorldCase(
            "API Gateway, HTTP API: audience",
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html",
            401,
            challenge:
                #"Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience""#,
            body: #"{"message":"Unauthorized"}"#, .audience),
        RealWorldCase(
            "API Gateway, HTTP API: the word Bearer taken for a part of the token",
            "https://github.com/aws/serverless-application-model/issues/1300", 401,
            challenge:
                #"Bearer scope="" error="invalid_token" error_description="tokenstring should not contain 'bearer '""#,
            .malformed),
        RealWorldCase(
            "API Gateway, REST API with IAM: a bearer token", "https://github.com/serverless/serverless/issues/3205",
            403,
            body:
                #"{"message":"'sometoken' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer sometoken'."}"#,
            .scheme),
        RealWorldCase(
            "API Gateway, REST API with IAM: no signature", "https://github.com/serverless/serverless/issues/3205", 403,
            body:
                #"{"message": "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter"}"#,
            .scheme),
        RealWorldCase(
            "API Gateway, resource policy",
            "https://github.com/f5devcentral/f5-automation-config-converter/issues/62", 403,
            body:
                #"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:********0128:9ek848wpnl/prod/POST/v1/analytics"}"#,
            .policy),
        RealWorldCase(
            "API Gateway, Lambda authorizer", apiGatewayPage, 403,
            body: #"{"Message":"User is not authorized to access this resource with an explicit deny"}"#, .policy),
        RealWorldCase(
            "API Gateway, an explicit deny", apiGatewayPage, 403,
            body:
                #"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:a/test/GET/x with an explicit deny"}"#,
            .policy),
        RealWorldCase(
            "API Gateway: no such route", "https://github.com/aws/chalice/issues/12", 403,
            body: #"{"message":"Missing Authentication Token"}"#, .route),
    ]
}
