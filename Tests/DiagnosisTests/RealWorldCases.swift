@testable import Diagnosis

/// An answer as somebody really got it, and what it means.
struct RealWorldCase: Sendable, CustomStringConvertible {
    let description: String
    /// Where the text is documented, defined or reported.
    let source: String
    let status: Int
    var challenge: String?
    var body = ""
    let cause: Cause

    init(
        _ description: String, _ source: String, _ status: Int, challenge: String? = nil, body: String = "",
        _ cause: Cause
    ) {
        self.description = description
        self.source = source
        self.status = status
        self.challenge = challenge
        self.body = body
        self.cause = cause
    }
}

extension RealWorldCase {
    static let all = gateways + clouds + goLibraries + otherLibraries + microsoft

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

    static let gateways: [RealWorldCase] = [
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
            "API Gateway, resource policy", "https://github.com/serverless/serverless/issues/11808", 403,
            body:
                #"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:a/test/GET/helloworld"}"#,
            .policy),
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
            "nginx: head too large", "https://github.com/apache/apisix/issues/12437", 400,
            body: "<html>\r\n<head><title>400 Request Header Or Cookie Too Large</title></head>\r\n<body>\r\n", .size),
    ]

    static let clouds: [RealWorldCase] = [
        RealWorldCase(
            "Entra ID: subject", "https://github.com/dotnet/maui/pull/31978", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS700213: No matching federated identity record found for presented assertion subject '***'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion."}"#,
            .subject),
        RealWorldCase(
            "Entra ID: subject, in other letters", "https://github.com/Azure/login/issues/517", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS7002138: No matching federated identity record found for presented assertion subject"}"#,
            .subject),
        RealWorldCase(
            "Entra ID: issuer", "https://github.com/Azure/azure-workload-identity/issues/1200", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS700211: No matching federated identity record found for presented assertion issuer 'https://oidc.prod-aks.azure.com/879/'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion."}"#,
            .issuer),
        RealWorldCase(
            "Entra ID: no record", "https://github.com/Azure/azure-workload-identity/issues/340", 400,
            body:
                #"{"error":"invalid_request","error_description":"AADSTS70021: No matching federated identity record found for presented assertion."}"#,
            .subject),
        RealWorldCase(
            "Google STS: audience", "https://github.com/cube-js/cube/pull/11046", 400,
            body:
                #"{"error":"invalid_grant","error_description":"The audience in ID Token [https://billing.example.net] does not match the expected audience."}"#,
            .audience),
        RealWorldCase(
            "Firebase: audience", "https://github.com/invertase/react-native-apple-authentication/issues/310", 400,
            body:
                "The supplied auth credential is malformed or has expired. [ The audience in ID Token [com.mytoken.android] does not match the expected audience. ]",
            .audience),
        RealWorldCase(
            "Identity-Aware Proxy: audience", "https://github.com/GoogleCloudPlatform/professional-services/issues/603",
            401,
            body:
                "Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim (YYYYYY.apps.googleusercontent.com) doesn't match expected value (XXXXXXX.apps.googleusercontent.com))",
            .audience),
        RealWorldCase(
            "Snowflake: token", "https://github.com/iqea-ai/duckdb-snowflake/issues/29", 401,
            body: "390303: Invalid OAuth access token", .revoked),
        RealWorldCase(
            "Snowflake: JWT", "https://github.com/slothflowlabs/duckle/issues/22", 401,
            body:
                #"{ "code" : "390144", "message" : "JWT token is invalid. [7fb87e37-2f26-4a10-9f9c-72276ea898bf]" }"#,
            .revoked),
        RealWorldCase(
            "Databricks: another kind of token", "https://github.com/PipedreamHQ/pipedream/issues/20701", 401,
            body:
                #"{"error_code":401,"message":"Credential was not sent or was of an unsupported type for this API. [ReqId: 3bbb6628-4c9c-4a41-8236-1813f30c8c88]"}"#,
            .revoked),
        RealWorldCase(
            "Google API: another kind of token", "https://github.com/makingglitches/GooglePhotoDownload/issues/6", 401,
            body:
                #"{"error":{"code":401,"message":"Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.","status":"UNAUTHENTICATED"}}"#,
            .revoked),
        RealWorldCase(
            "Google API: no token", "https://github.com/googleapis/google-api-php-client/issues/2479", 401,
            body:
                #"{"error":{"code":401,"message":"Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.","status":"UNAUTHENTICATED"}}"#,
            .missing),
        RealWorldCase(
            "Google STS: condition",
            "https://github.com/terraform-google-modules/terraform-example-foundation/issues/1362", 400,
            body:
                #"{"error":"unauthorized_client","error_description":"The given credential is rejected by the attribute condition."}"#,
            .subject),
        RealWorldCase(
            "Google STS: long subject", "https://github.com/fullsend-ai/fullsend/issues/7472", 400,
            body:
                "invalid_request: The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify your attribute mapping or the incoming assertion to produce a mapped attribute that is less than 127 bytes.",
            .subject),
        RealWorldCase(
            "Cloud Run: token", "https://github.com/pomerium/pomerium/issues/1623", 401,
            challenge: #"Bearer error="invalid_token" error_description="The access token could not be verified""#,
            body: "Error: Unauthorized\nYour client does not have permission to the requested URL /.", .revoked),
        RealWorldCase(
            "RFC 6750: a request that cannot be read", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1", 400,
            challenge: #"Bearer realm="example", error="invalid_request""#, .malformed),
        RealWorldCase(
            "Databricks: token", "https://github.com/databricks/databricks-sdk-go/issues/917", 403,
            body: #"{"error_code":403,"message":"Invalid access token."}"#, .revoked),
        RealWorldCase(
            "Databricks: expired", "https://github.com/databricks/terraform-provider-databricks/issues/2522", 401,
            body:
                "Error while parsing token: io.jsonwebtoken.ExpiredJwtException: JWT expired at 2023-03-02T21:43:10Z. Current time: 2023-07-27T15:45:29Z, a difference of 12679339053 milliseconds.  Allowed clock skew: 0 milliseconds",
            .expired),
        RealWorldCase(
            "Google: workload identity provider", "https://github.com/google-github-actions/auth/issues/211", 400,
            body:
                #"{"error":"invalid_request","error_description":"Invalid value for \"audience\". This value should be the full resource name of the Identity Provider."}"#,
            .audience),
        RealWorldCase(
            "jjwt: not before", "https://github.com/zaguiini/react-native-pure-jwt/issues/11", 401,
            body:
                "JWT must not be accepted before 2019-08-25T15:33:52Z. Current time: 2019-08-25T15:33:49Z, a difference of 2378 milliseconds. Allowed clock skew: 0 milliseconds.",
            .clock),
        RealWorldCase(
            "Tyk: not yet", "https://github.com/TykTechnologies/tyk/issues/1670", 401,
            body: "JWT validation error: Token is not valid yet", .clock),
        RealWorldCase(
            "A national health service: iat", "https://github.com/ministero-salute/it-fse-support/issues/971", 401,
            body: "401 - 'iat' token claim is in the future", .clock),
        RealWorldCase(
            "caddy-security: iat", "https://github.com/greenpau/caddy-security/issues/225", 401,
            body: "id_token used before issued", .clock),
        RealWorldCase(
            "RFC 6750: expired", "https://www.rfc-editor.org/rfc/rfc6750#section-3", 401,
            challenge: #"Bearer realm="example", error="invalid_token", error_description="The access token expired""#,
            .expired),
        RealWorldCase(
            "RFC 6750: scope", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1", 403,
            challenge: #"Bearer realm="example", error="insufficient_scope", scope="invoices.read""#, .scope),
    ]
}
