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
            body: #"{"code":"390303","message":"Invalid OAuth access token"}"#, .revoked),
        RealWorldCase(
            "Snowflake: expired", "https://github.com/snowflakedb/snowflake-connector-nodejs/pull/1392", 401,
            body: #"{"code":"390318","message":"OAUTH_TOKEN_EXPIRED"}"#, .expired),
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

    private static let golangJWT =
        "https://github.com/golang-jwt/jwt/blob/0c7de7548daa3dacb801dfdc8fea5a63e823220c/errors.go"
    private static let goOIDC =
        "https://github.com/coreos/go-oidc/blob/00c2766aee66b12c2dd43022ccc82a8b5a52a813/oidc/verify.go"
    private static let cap = "https://github.com/hashicorp/cap/blob/07ebfec2a492a5a606dacfa110b7d8979ec9be9a/jwt/jwt.go"
    private static let capKeys =
        "https://github.com/hashicorp/cap/blob/c4603a119f5656761b4df2f09baa475f6f0462eb/jwt/keyset.go"
    private static let vault =
        "https://github.com/hashicorp/vault-plugin-auth-jwt/blob/f2bc727d3f633a9efc04a32cd4be2b30c3c9830b/path_login.go"

    static let goLibraries: [RealWorldCase] = [
        RealWorldCase(
            "golang-jwt: audience", golangJWT, 401, body: "token has invalid claims: token has invalid audience",
            .audience),
        RealWorldCase(
            "golang-jwt: expired", golangJWT, 401, body: "token has invalid claims: token is expired", .expired),
        RealWorldCase(
            "golang-jwt: iat", golangJWT, 401, body: "token has invalid claims: token used before issued", .clock),
        RealWorldCase(
            "golang-jwt: issuer", golangJWT, 401, body: "token has invalid claims: token has invalid issuer", .issuer),
        RealWorldCase(
            "golang-jwt: signature", golangJWT, 401, body: "token signature is invalid: crypto/rsa: verification error",
            .signature),
        RealWorldCase(
            "go-oidc: audience", goOIDC, 401,
            body: #"{"error":"oidc: expected audience \"billing\" got [\"https://billing.example.net\"]"}"#,
            .audience),
        RealWorldCase(
            "go-oidc: issuer", goOIDC, 401,
            body: #"oidc: id token issued by a different provider, expected "https://a" got "https://b""#, .issuer),
        RealWorldCase(
            "go-oidc: expired", goOIDC, 401,
            body: "oidc: token is expired (Token Expiry: 2026-11-21 15:24:18 +0000 UTC)", .expired),
        RealWorldCase(
            "go-oidc: algorithm", goOIDC, 401,
            body: #"oidc: id token signed with unsupported algorithm, expected ["RS256"] got "ES384""#, .algorithm),
        RealWorldCase(
            "go-oidc: not before", goOIDC, 401,
            body: "oidc: current time 2026-11-21 14:20:00 before the nbf (not before) time: 2026-11-21 14:24:18",
            .clock),
        RealWorldCase(
            "Vault: audience", "https://github.com/hashicorp/vault-plugin-auth-jwt/issues/206", 400,
            body:
                #"{"errors":["error validating token: invalid audience (aud) claim: audience claim does not match any expected audience"]}"#,
            .audience),
        RealWorldCase(
            "Vault: iat", cap, 400,
            body: #"{"errors":["error validating token: invalid issued at (iat) claim: token issued in the future"]}"#,
            .clock),
        RealWorldCase(
            "Vault: expired", cap, 400,
            body: #"{"errors":["error validating token: invalid expiration time (exp) claim: token is expired"]}"#,
            .expired),
        RealWorldCase(
            "Vault: signature", capKeys, 400,
            body:
                #"{"errors":["error validating token: error verifying token signature: no known key successfully validated the token signature"]}"#,
            .signature),
        RealWorldCase(
            "Vault: keys not to be had", "https://github.com/hashicorp/vault/issues/27343", 400,
            body:
                #"{"errors":["error validating token: error verifying token signature: fetching keys oidc: get keys failed: 404 Not Found <!DOCTYPE html>"]}"#,
            .keys),
        RealWorldCase(
            "Vault: no audience is bound", "https://github.com/artis3n/course-vault-github-oidc/pull/21", 400,
            body: #"{"errors":["audience claim found in JWT but no audiences bound to the role"]}"#, .audience),
        RealWorldCase(
            "Vault, once: audience", "https://github.com/hashicorp/vault/issues/8376", 400,
            body: "Token verification failed. error validating claims: aud claim does not match any bound audience",
            .audience),
        RealWorldCase(
            "Vault: not yet", cap, 400,
            body: #"{"errors":["error validating token: invalid not before (nbf) claim: token not yet valid"]}"#, .clock
        ),
        RealWorldCase(
            "Vault: algorithm", cap, 400,
            body:
                #"{"errors":["error validating token: invalid algorithm (alg) header parameter: token signed with unexpected algorithm"]}"#,
            .algorithm),
        RealWorldCase(
            "Vault: subject", cap, 400, body: #"{"errors":["error validating token: invalid subject (sub) claim"]}"#,
            .subject),
        RealWorldCase(
            "Vault: issuer", cap, 400, body: #"{"errors":["error validating token: invalid issuer (iss) claim"]}"#,
            .issuer),
        RealWorldCase(
            "Vault, once: subject", vault, 400, body: #"{"errors":["sub claim does not match bound subject"]}"#,
            .subject),
    ]

    private static let jose =
        "https://github.com/panva/jose/blob/1a6318254df802888ed0329359a6a12b1f46caa2/src/lib/jwt_claims_set.ts"
    private static let jsonwebtoken =
        "https://github.com/auth0/node-jsonwebtoken/blob/042565a497769a60434ae5cd170918fa95125a5f/verify.js"
    private static let auth0 =
        "https://github.com/auth0/node-oauth2-jwt-bearer/blob/0891c53de0bc738da5b7c902143f2292ea940c7e/packages/access-token-jwt/src/validate.ts"
    private static let pyjwt =
        "https://github.com/jpadilla/pyjwt/blob/0001ac696fa18c662025c09dc7acc1d58e3d546a/jwt/api_jwt.py"
    private static let okta =
        "https://github.com/okta/okta-jwt-verifier-js/blob/059bdc151588e22d579a5e753fcca4f280658c0d/lib.js"
    private static let lcobucci =
        "https://github.com/lcobucci/jwt/blob/1ec5e0a04e8b1a3e942c610195ad698ae46207b3/src/Validation/Constraint/LooseValidAt.php"
    private static let spring =
        "https://github.com/spring-projects/spring-security/blob/20aa8bef2577fe3ad3dcdb7103be9e2edff8b20e/oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/JwtTimestampValidator.java"

    static let otherLibraries: [RealWorldCase] = [
        RealWorldCase("jose: audience", jose, 401, body: #"{"message":"unexpected \"aud\" claim value"}"#, .audience),
        RealWorldCase("jose: issuer", jose, 401, body: #"{"message":"unexpected \"iss\" claim value"}"#, .issuer),
        RealWorldCase(
            "jose: expired", jose, 401, body: #"{"message":"\"exp\" claim timestamp check failed"}"#, .expired),
        RealWorldCase(
            "jose: iat", jose, 401,
            body: #"{"message":"\"iat\" claim timestamp check failed (it should be in the past)"}"#, .clock),
        RealWorldCase(
            "jsonwebtoken: audience", jsonwebtoken, 401, body: "jwt audience invalid. expected: billing", .audience),
        RealWorldCase(
            "jsonwebtoken: issuer", jsonwebtoken, 401, body: "jwt issuer invalid. expected: https://issuer.example",
            .issuer),
        RealWorldCase("jsonwebtoken: expired", jsonwebtoken, 401, body: #"{"error":"jwt expired"}"#, .expired),
        RealWorldCase("jsonwebtoken: not yet", jsonwebtoken, 401, body: #"{"error":"jwt not active"}"#, .clock),
        RealWorldCase("jsonwebtoken: malformed", jsonwebtoken, 401, body: #"{"error":"jwt malformed"}"#, .malformed),
        RealWorldCase(
            "jsonwebtoken: signature", jsonwebtoken, 403, body: #"{"error":"invalid signature"}"#, .signature),
        RealWorldCase(
            "express-oauth2-jwt-bearer: audience", auth0, 401,
            challenge: #"Bearer realm="api", error="invalid_token", error_description="unexpected "aud" value""#,
            .audience),
        RealWorldCase(
            "express-oauth2-jwt-bearer: issuer", auth0, 401,
            challenge: #"Bearer realm="api", error="invalid_token", error_description="unexpected "iss" value""#,
            .issuer),
        RealWorldCase("PyJWT: audience", pyjwt, 401, body: #"{"detail":"Invalid audience"}"#, .audience),
        RealWorldCase("PyJWT: expired", pyjwt, 401, body: #"{"detail":"Signature has expired"}"#, .expired),
        RealWorldCase("PyJWT: iat", pyjwt, 401, body: #"{"detail":"The token is not yet valid (iat)"}"#, .clock),
        RealWorldCase("PyJWT: issuer", pyjwt, 401, body: #"{"detail":"Invalid issuer"}"#, .issuer),
        RealWorldCase(
            "Okta: audience", okta, 401,
            body: "audience claim https://billing.example.net does not match expected audience: api://default",
            .audience),
        RealWorldCase(
            "Okta: issuer", okta, 401, body: "issuer https://a does not match expected issuer: https://b", .issuer),
        RealWorldCase("lcobucci/jwt: iat", lcobucci, 401, body: "The token was issued in the future", .clock),
        RealWorldCase("lcobucci/jwt: not yet", lcobucci, 401, body: "The token cannot be used yet", .clock),
        RealWorldCase(
            "Spring Security: expired", spring, 401,
            challenge:
                #"Bearer error="invalid_token", error_description="An error occurred while attempting to decode the Jwt: Jwt expired at 2026-11-21T15:24:18Z", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1""#,
            .expired),
        RealWorldCase(
            "Spring Security: not before", spring, 401,
            challenge:
                #"Bearer error="invalid_token", error_description="An error occurred while attempting to decode the Jwt: Jwt used before 2026-11-21T15:24:18Z""#,
            .clock),
    ]

    private static let aspNet =
        "https://github.com/dotnet/aspnetcore/blob/02d05b5a0e79a7e71e24814e1e6e5964fbd31044/src/Security/Authentication/JwtBearer/src/JwtBearerHandler.cs"
    private static let identityModel =
        "https://github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet/blob/006b7f138bcdc90f907b1b261f938c94156e83da/src/Microsoft.IdentityModel.Tokens/LogMessages.cs"

    static let microsoft: [RealWorldCase] = [
        RealWorldCase(
            "ASP.NET Core: audience", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The audience is invalid""#, .audience),
        RealWorldCase(
            "ASP.NET Core, since 3.0: audience", "https://github.com/dotnet/aspnetcore/issues/54513", 401,
            challenge:
                #"Bearer error="invalid_token", error_description="The audience '00000003-0000-0000-c000-000000000000' is invalid""#,
            .audience),
        RealWorldCase(
            "ASP.NET Core: issuer", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The issuer is invalid""#, .issuer),
        RealWorldCase(
            "ASP.NET Core: expired", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The token is expired""#, .expired),
        RealWorldCase(
            "ASP.NET Core: not yet", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The token is not valid yet""#, .clock),
        RealWorldCase(
            "ASP.NET Core: key", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The signature key was not found""#, .keys),
        RealWorldCase(
            "ASP.NET Core: signature", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The signature is invalid""#, .signature),
        RealWorldCase(
            "Microsoft.IdentityModel: audience", identityModel, 401,
            body:
                #"{"statusCode":401,"message":"IDX10214: Audience validation failed. Audiences: 'https://billing.example.net'. Did not match: validationParameters.ValidAudience: 'api://x'"}"#,
            .audience),
        RealWorldCase(
            "Microsoft.IdentityModel: expired", identityModel, 401,
            body:
                "IDX10223: Lifetime validation failed. The token is expired. ValidTo: '11/21/2026', Current time: '11/21/2026'.",
            .expired),
        RealWorldCase(
            "Microsoft.IdentityModel: not yet", identityModel, 401,
            body:
                "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom: '11/21/2026', Current time: '11/21/2026'.",
            .clock),
        RealWorldCase(
            "Microsoft.IdentityModel: key", identityModel, 401,
            body: "IDX10501: Signature validation failed. Unable to match key: kid: 'RSA_0'.", .keys),
    ]
}
